package sekisho.control;

import sekisho.model.Configuration;
import sekisho.runtime.Generation;

/**
 * What belongs to the generation in force and to nothing before it.
 *
 * @param check of its configuration
 * @param generation what is compiled of it
 * @param certificates keeps its certificates as their files are
 */
record InForce(ConfigurationCheck check, Generation generation, CertificateWatch certificates) {
  Configuration configuration() {
    return check.configuration();
  }
}
