package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.message.Fields;
import sekisho.message.RequestHead;
import sekisho.model.AddressBlock;
import sekisho.model.ClientAuth;
import sekisho.model.FieldEdit;
import sekisho.model.HttpRoute;

class ClientIdentityTest {
  private static final Optional<ClientAuth> ASKED =
      Optional.of(new ClientAuth(Path.of("ca.pem"), ClientAuth.Mode.REQUEST));
  private static final ClientIdentity KNOWN =
      new ClientIdentity(ASKED, new ClientCertificate("CN=a", "0A", "ff", ":AA==:"));

  @Test
  void who_was_not_asked_is_not_spoken_of() {
    assertThat(told(ClientIdentity.NOT_ASKED)).isEmpty();
  }

  @Test
  void who_was_asked_and_showed_nothing_is_called_so() {
    assertThat(told(new ClientIdentity(ASKED, null))).containsExactly("X-SSL-Client-Verify: NONE");
  }

  @Test
  void who_showed_a_certificate_is_named() {
    assertThat(told(KNOWN))
        .containsExactly(
            "X-SSL-Client-Verify: SUCCESS",
            "X-SSL-Client-S-DN: CN=a",
            "X-SSL-Client-Serial: 0A",
            "X-SSL-Client-Fingerprint: ff",
            "Client-Cert: :AA==:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Client-Cert",
        "client_cert",
        "CLIENT-CERT-CHAIN",
        "Client_Cert-Chain",
        "X-SSL-Client-Verify",
        "x_ssl_client_s_dn",
        "X-SSL-Client-",
        "X-Ssl-Client-Whatever"
      })
  void its_fields_are_nobody_elses_however_trusted(String name) {
    for (List<AddressBlock> trusted :
        List.of(List.<AddressBlock>of(), List.of(new AddressBlock(address(), 128)))) {
      assertThat(rewritten(Requests.route(false), ClientIdentity.NOT_ASKED, trusted, name + ": x"))
          .noneMatch(line -> line.endsWith(": x"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Client-Certs", "Client", "X-SSL-Clients", "X-SSL", "My-Client-Cert"})
  void other_names_are_everybodys(String name) {
    assertThat(rewritten(Requests.route(false), ClientIdentity.NOT_ASKED, List.of(), name + ": x"))
        .contains(name + ": x");
  }

  @Test
  void the_configuration_can_leave_a_field_out() {
    HttpRoute route =
        Requests.edited(Requests.route(false), List.of(new FieldEdit.Remove("Client-Cert")));

    assertThat(rewritten(route, KNOWN, List.of()))
        .contains("X-SSL-Client-S-DN: CN=a")
        .noneMatch(line -> line.startsWith("Client-Cert"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CN=Zoe\\, Inc. | CN=Zoe\\, Inc.",
        "CN=Zo\u00eb | CN=Zo\\C3\\AB",
        "CN=\ud83d\ude00 | CN=\\F0\\9F\\98\\80",
        "CN=~ | CN=~"
      })
  void names_are_written_in_printable_ascii(String name, String printed) {
    assertThat(ClientCertificate.printable(name)).isEqualTo(printed);
  }

  @Test
  void no_control_character_gets_through() {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 0x3000; c++) {
      all.append(c);
    }

    assertThat(ClientCertificate.printable(all.toString()).chars())
        .allMatch(c -> c >= ' ' && c <= '~');
    assertThat(ClientCertificate.printable("a\r\nb\u0000\u007f\u0085"))
        .isEqualTo("a\\0D\\0Ab\\00\\7F\\C2\\85");
  }

  private static List<String> told(ClientIdentity identity) {
    Fields fields = new Fields();
    identity.addTo(fields);
    return Requests.lines(fields);
  }

  private static InetAddress address() {
    return Requests.CLIENT.peer().getAddress();
  }

  private static List<String> rewritten(
      HttpRoute route, ClientIdentity identity, List<AddressBlock> trusted, String... fields) {
    String[] lines = new String[fields.length + 2];
    lines[0] = "GET / HTTP/1.1";
    lines[1] = "Host: a.example";
    System.arraycopy(fields, 0, lines, 2, fields.length);
    RequestHead head = Requests.head(lines);
    ClientAddress client = ClientAddress.of(Requests.CLIENT, trusted, head.fields());
    return Requests.lines(
        RequestRewrite.fields(
            head,
            (RequestTarget.Resource) RequestTarget.of(head),
            route,
            new RequestSource(client, identity, "id")));
  }
}
