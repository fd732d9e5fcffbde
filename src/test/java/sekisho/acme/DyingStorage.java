package sekisho.acme;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sekisho.storage.Storage;
import sekisho.storage.StorageKey;

/** A storage whose process dies just before one of its writes. */
final class DyingStorage implements Storage {
  private final Storage storage;
  private int left;

  /** Nobody catches it on purpose. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  DyingStorage(Storage storage, int writes) {
    this.storage = storage;
    this.left = writes;
  }

  private void write() {
    if (left == 0) {
      throw new Death();
    }
    left--;
  }

  @Override
  public Optional<byte[]> load(StorageKey key) throws IOException {
    return storage.load(key);
  }

  @Override
  public void store(StorageKey key, byte[] value) throws IOException {
    write();
    storage.store(key, value);
  }

  @Override
  public void delete(StorageKey key) throws IOException {
    write();
    storage.delete(key);
  }

  @Override
  public List<StorageKey> list(StorageKey below) throws IOException {
    return storage.list(below);
  }

  @Override
  public Optional<String> version(StorageKey key) throws IOException {
    return storage.version(key);
  }

  @Override
  public Optional<Lease> tryLease() throws IOException {
    return storage.tryLease();
  }

  @Override
  public String location() {
    return storage.location();
  }
}
