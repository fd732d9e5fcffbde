package sekisho.model;

/**
 * What the configuration does to a header field of a message that passes ({@code
 * set_request_headers}, {@code set_response_headers}, {@code remove_response_headers}). However
 * many lines of the name there are, it concerns them all.
 */
public sealed interface FieldEdit {
  /** The field's name, as the configuration spells it. */
  String name();

  /**
   * One line with this value replaces them.
   *
   * @param value one char per octet
   */
  record Set(String name, String value) implements FieldEdit {
    public Set {
      Require.that(!value.isEmpty(), "an empty value is none: " + name);
    }
  }

  /** They go. */
  record Remove(String name) implements FieldEdit {}
}
