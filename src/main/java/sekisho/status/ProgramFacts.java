package sekisho.status;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The process.
 *
 * @param at when this was read
 * @param version of the product
 * @param build when it was built, in UTC
 * @param jdk version and vendor
 * @param tlsLibrary name and version
 * @param pid the process
 * @param started when
 * @param uptimeSecs since then
 * @param ready whether it takes connections
 * @param listeners addresses with ports
 * @param plainListeners those of plain HTTP
 * @param openFiles empty: not known
 * @param maxOpenFiles the limit; empty: not known
 * @param residentBytes memory in RAM; empty: not known
 * @param heapUsedBytes of the JVM, what is not collected yet included
 * @param heapMaxBytes how far it may grow
 * @param directBytes of network buffers
 * @param threads of the JVM
 * @param processors that it may use
 */
public record ProgramFacts(
    Instant at,
    String version,
    String build,
    String jdk,
    String tlsLibrary,
    long pid,
    Instant started,
    double uptimeSecs,
    boolean ready,
    List<String> listeners,
    List<String> plainListeners,
    Optional<Long> openFiles,
    Optional<Long> maxOpenFiles,
    Optional<Long> residentBytes,
    long heapUsedBytes,
    long heapMaxBytes,
    long directBytes,
    int threads,
    int processors) {
  public ProgramFacts {
    listeners = List.copyOf(listeners);
    plainListeners = List.copyOf(plainListeners);
  }
}
