package sekisho.acme;

import java.net.URI;
import sekisho.model.AcmeSettings;
import sekisho.storage.StorageKey;

/**
 * Where certificates of one kind are ordered and kept.
 *
 * @param directory of the authority
 * @param authority its folder in the storage, with the account
 * @param dryRun whether they are thrown away
 */
record Shelf(URI directory, StorageKey authority, boolean dryRun) {

  static Shelf of(AcmeSettings settings, boolean dryRun) {
    URI directory = dryRun ? settings.dryRunDirectory() : settings.directory();
    return new Shelf(directory, StorageKey.of(Authority.folderOf(directory)), dryRun);
  }

  /** The folder of all its certificates; those of dry runs are never served. */
  StorageKey folder() {
    return authority.below(dryRun ? "dry-runs" : "certificates");
  }
}
