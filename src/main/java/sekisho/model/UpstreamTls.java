package sekisho.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How an {@code https} upstream is spoken to.
 *
 * @param verify whether its chain and name are checked
 * @param ca a PEM file of the authorities to trust; empty: the system's
 * @param sni whether its name is sent in the hello
 * @param sessionReuse whether sessions are resumed
 */
public record UpstreamTls(boolean verify, Optional<Path> ca, boolean sni, boolean sessionReuse) {}
