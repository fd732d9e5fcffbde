package sekisho.storage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Values by key, kept across crashes and shared by processes.
 *
 * <p>The contract, which a store that several machines share has to keep as well:
 *
 * <ul>
 *   <li>A value is whole or absent, never half of one or a mixture of two, whoever reads it, and
 *       whenever anybody dies.
 *   <li>What {@link #store} has returned from is there after a loss of power.
 *   <li>Whoever reads after that, in whichever process, gets it or a later value.
 *   <li>Only who holds the {@link Lease} writes. Reading needs none. A lease ends with the process
 *       that holds it, however that ends.
 *   <li>Nobody but the proxy's user can read a value.
 * </ul>
 *
 * <p>Methods block, and fail with an IOException that says what and why; then nothing has changed.
 * Thread-safe.
 */
public interface Storage {

  /** The value of {@code key}; empty when there is none. */
  Optional<byte[]> load(StorageKey key) throws IOException;

  /** Puts {@code value} in the place of what {@code key} had, in one step. */
  void store(StorageKey key, byte[] value) throws IOException;

  /** Removes a value; none is fine. */
  void delete(StorageKey key) throws IOException;

  /** The keys right below {@code folder}, and the folders there, in order; empty: none. */
  List<StorageKey> list(StorageKey folder) throws IOException;

  /**
   * What changes whenever the value does, cheap enough to be asked for every second.
   *
   * @return empty when there is no value
   */
  Optional<String> version(StorageKey key) throws IOException;

  /**
   * The right to write, for one process at a time.
   *
   * @return empty when somebody else has it
   */
  Optional<Lease> tryLease() throws IOException;

  /** Where it is, for people. */
  String location();

  /** The right to write, until it is closed. */
  interface Lease extends AutoCloseable {
    @Override
    void close();
  }
}
