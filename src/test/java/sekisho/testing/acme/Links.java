package sekisho.testing.acme;

/**
 * Where things are.
 *
 * @param base scheme, host and port
 */
record Links(String base) {
  String to(Resource resource) {
    return base + resource.path();
  }

  String to(Resource resource, String id) {
    return base + resource.path() + id;
  }
}
