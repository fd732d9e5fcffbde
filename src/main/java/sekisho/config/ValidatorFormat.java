package sekisho.config;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;

/** One of our text formats, as the schema validator asks for it. */
record ValidatorFormat(TextFormat format) implements Format {
  @Override
  public String getName() {
    return format.schemaName();
  }

  @Override
  public boolean matches(ExecutionContext context, String value) {
    return format.fault(value).isEmpty();
  }
}
