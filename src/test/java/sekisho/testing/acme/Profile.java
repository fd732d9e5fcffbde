package sekisho.testing.acme;

import java.time.Duration;

/**
 * A kind of certificates that is offered (draft-ietf-acme-profiles).
 *
 * @param description what the directory says, usually a URL
 * @param lifetime of its certificates
 * @param forAddresses whether IP addresses get it; Let's Encrypt gives them {@code shortlived} only
 */
public record Profile(String description, Duration lifetime, boolean forAddresses) {}
