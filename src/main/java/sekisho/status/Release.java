package sekisho.status;

/**
 * Which program this is, as its build wrote it down.
 *
 * @param version of the product
 * @param build when it was built, in UTC
 */
public record Release(String version, String build) {}
