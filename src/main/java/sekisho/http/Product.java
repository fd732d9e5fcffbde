package sekisho.http;

/** What the program calls itself in messages. */
final class Product {
  static final String NAME = "sekisho";

  private Product() {}
}
