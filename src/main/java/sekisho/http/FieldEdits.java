package sekisho.http;

import java.util.List;
import sekisho.message.Fields;
import sekisho.model.FieldEdit;

/** The configuration's own fields, put over those of a message. */
final class FieldEdits {
  private FieldEdits() {}

  static void apply(List<FieldEdit> edits, Fields fields) {
    for (FieldEdit edit : edits) {
      switch (edit) {
        case FieldEdit.Set(String name, String value) -> fields.set(name, value);
        case FieldEdit.Remove(String name) -> fields.remove(name);
      }
    }
  }

  /**
   * Whether one of the edits is about {@code name} or a twin of it: what a client sends as {@code
   * X_User} would be read as the operator's {@code X-User}.
   */
  static boolean concern(List<FieldEdit> edits, String name) {
    for (FieldEdit edit : edits) {
      if (Twins.areTwins(edit.name(), name)) {
        return true;
      }
    }
    return false;
  }
}
