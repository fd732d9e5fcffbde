package sekisho;

import java.util.List;
import sekisho.rpc.ObjectType;
import sekisho.rpc.ResultType;
import sekisho.rpc.RpcMethod;
import sekisho.tls.TlsLibrary;

/**
 * What runs here: {@code sekisho version} of this process, the method {@code version} of another.
 *
 * @param version of the product
 * @param build when it was built, in UTC
 * @param jdk its version and vendor
 * @param tlsLibrary its name and version
 */
record RunningProgram(String version, String build, String jdk, String tlsLibrary) {
  private static final ResultType<RunningProgram> TYPE =
      ObjectType.<RunningProgram>of()
          .with("version", ResultType.TEXT, "of the product", RunningProgram::version)
          .with("build", ResultType.TEXT, "when it was built, in UTC", RunningProgram::build)
          .with("jdk", ResultType.TEXT, "version and vendor", RunningProgram::jdk)
          .with("tls_library", ResultType.TEXT, "name and version", RunningProgram::tlsLibrary)
          .type();

  static RunningProgram current() {
    Build build = Build.current();
    return new RunningProgram(
        build.version(),
        build.time(),
        Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
        TlsLibrary.description());
  }

  /** Tells callers. */
  static RpcMethod<RunningProgram> method() {
    return new RpcMethod<>(
        "version",
        "Says which program runs: version, build, JDK and TLS library.",
        List.of(),
        TYPE,
        (_, _) -> current());
  }
}
