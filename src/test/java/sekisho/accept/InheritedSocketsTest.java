package sekisho.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.model.ListenAddress;

/** Sockets that this process has opened as a service manager would, and says it has inherited. */
class InheritedSocketsTest {
  private static final long PID = 4711;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;

  private final List<FileDescriptor> open = new ArrayList<>();

  @TempDir Path folder;

  InheritedSocketsTest() {
    Epoll.ensureAvailability();
  }

  @AfterEach
  void close() throws IOException {
    for (FileDescriptor descriptor : open) {
      descriptor.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1", "::"})
  void a_socket_is_found_by_its_address_alone(String host) throws Exception {
    Socket socket = listening(host, true);
    ListenAddress address = addressOf(socket);
    InheritedSockets inherited = inherited(socket);

    int descriptor = inherited.at(address).orElseThrow();
    open.add(new FileDescriptor(descriptor));

    assertThat(descriptor).isNotEqualTo(socket.intValue());
    assertThat(new Socket(descriptor).localAddress()).isEqualTo(socket.localAddress());
    assertThat(inherited.at(new ListenAddress(address.address(), otherPort(address)))).isEmpty();
    assertThat(inherited.at(new ListenAddress(InetAddress.ofLiteral("127.0.0.2"), address.port())))
        .isEmpty();
  }

  @Test
  void a_socket_can_be_listened_on_again_after_it_was_let_go_of() throws Exception {
    Socket socket = listening("127.0.0.1", true);
    InheritedSockets inherited = inherited(socket);

    new FileDescriptor(inherited.at(addressOf(socket)).orElseThrow()).close();
    OptionalInt again = inherited.at(addressOf(socket));

    assertThat(again).isPresent();
    new FileDescriptor(again.getAsInt()).close();
  }

  @Test
  void a_socket_for_both_families_is_one_for_ipv6() throws Exception {
    Socket socket = listening("::", false);

    assertThat(InheritedSocket.of(socket.intValue(), "web").dual()).isTrue();
    assertThat(InheritedSocket.of(listening("::", true).intValue(), "web").dual()).isFalse();
    assertThat(
            inherited(socket).at(new ListenAddress(InetAddress.ofLiteral("0.0.0.0"), port(socket))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4712", "", "0"})
  void sockets_of_another_process_are_let_be(String pid) throws Exception {
    Socket socket = listening("127.0.0.1", true);

    InheritedSockets inherited =
        InheritedSockets.of(Map.of("LISTEN_PID", pid, "LISTEN_FDS", "1"), PID, socket.intValue());

    assertThat(inherited.at(addressOf(socket))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "", "one", "99999"})
  void a_count_that_is_none_is_an_error(String count) {
    assertThatThrownBy(() ->
            InheritedSockets.of(
                Map.of("LISTEN_PID", Long.toString(PID), "LISTEN_FDS", count), PID, 3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("LISTEN_FDS is \"" + count + "\"");
  }

  @Test
  void what_cannot_be_listened_on_is_an_error_that_says_what_it_is() throws Exception {
    Socket datagram = opened(Socket.newSocketDgram());
    Socket idle = opened(Socket.newSocketStream());
    Socket unix = opened(Socket.newSocketDomain());
    unix.bind(new DomainSocketAddress(folder.resolve("unix").toString()));
    unix.listen(1);
    FileDescriptor file = FileDescriptor.from(folder.resolve("file").toString());
    open.add(file);

    assertThat(refusal(datagram)).contains("is no TCP socket");
    assertThat(refusal(idle)).contains("does not listen");
    assertThat(refusal(unix)).contains("is no socket of IPv4 or IPv6");
    assertThat(refusal(file))
        .isEqualTo(
            ("descriptor %d (web), passed by the service manager, is no socket;"
                    + " listening TCP sockets are needed")
                .formatted(file.intValue()));
  }

  private static String refusal(FileDescriptor descriptor) {
    try {
      inherited(descriptor);
      return "taken";
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static InheritedSockets inherited(FileDescriptor descriptor) throws IOException {
    return InheritedSockets.of(
        Map.of("LISTEN_PID", Long.toString(PID), "LISTEN_FDS", "1", "LISTEN_FDNAMES", "web"),
        PID,
        descriptor.intValue());
  }

  private Socket listening(String host, boolean alone) throws IOException {
    InetAddress address = InetAddress.ofLiteral(host);
    boolean ipv6 = host.contains(":");
    Socket socket = opened(ipv6 ? Socket.newSocketStream() : ipv4());
    if (ipv6) {
      socket.setIntOpt(IPPROTO_IPV6, IPV6_V6ONLY, alone ? 1 : 0);
    }
    socket.bind(new InetSocketAddress(address, 0));
    socket.listen(16);
    return socket;
  }

  /** Netty's own are for both families. */
  private static Socket ipv4() {
    return new Socket(new EpollServerSocketChannel(InternetProtocolFamily.IPv4).fd().intValue());
  }

  private <T extends FileDescriptor> T opened(T descriptor) {
    open.add(descriptor);
    return descriptor;
  }

  private static int port(Socket socket) {
    return socket.localAddress().getPort();
  }

  private static int otherPort(ListenAddress address) {
    return address.port() == 1 ? 2 : address.port() - 1;
  }

  private static ListenAddress addressOf(Socket socket) {
    return new ListenAddress(socket.localAddress().getAddress(), port(socket));
  }
}
