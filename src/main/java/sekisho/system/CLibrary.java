package sekisho.system;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Functions of the C library, by the foreign function API. To link one is not cheap: whoever needs
 * it asks once.
 *
 * <p>A program that is compiled ahead of time has to be told of each function when it is built.
 */
final class CLibrary {
  private CLibrary() {}

  /** Empty where there is no such function, or it is not to be had. */
  // What the program as a whole is allowed by --enable-native-access.
  @SuppressWarnings("restricted")
  static Optional<MethodHandle> function(String name, FunctionDescriptor descriptor) {
    try {
      Linker linker = Linker.nativeLinker();
      return linker
          .defaultLookup()
          .find(name)
          .map(symbol -> linker.downcallHandle(symbol, descriptor));
    } catch (UnsupportedOperationException | IllegalCallerException | LinkageError _) {
      return Optional.empty();
    }
  }
}
