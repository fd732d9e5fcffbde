package sekisho.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Text as it stands in HTML. */
class EscapingTest {
  @Test
  void whatMarkupIsMadeOfIsEscaped() {
    assertThat(Html.escaped("<a href=\"x\" b='y'>&`"))
        .isEqualTo("&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;&#96;");
  }

  @Test
  void whatNoDocumentMayHoldIsReplaced() {
    assertThat(Html.escaped("a\u0000b\u001bc\u007f")).isEqualTo("a\ufffdb\ufffdc\ufffd");
  }

  @Test
  void plainTextOfAnyScriptPasses() {
    String text = "関所 – naïve\tline\n\u2028 end";

    assertThat(Html.escaped(text)).isSameAs(text);
  }
}
