package sekisho.status;

import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import sekisho.live.TlsFacts;
import sekisho.rpc.Arguments;
import sekisho.rpc.Caller;
import sekisho.rpc.ObjectType;
import sekisho.rpc.Parameter;
import sekisho.rpc.ParameterType;
import sekisho.rpc.ResultType;
import sekisho.rpc.RpcException;
import sekisho.rpc.RpcMethod;

/** What can be asked of client connections, and done with them. */
final class ConnectionMethods {
  private static final Logger LOG = Logger.getLogger(ConnectionMethods.class);
  private static final int NO_SUCH_CONNECTION = 1;

  private static final ResultType<ConnectionsFacts> TOTALS =
      ObjectType.<ConnectionsFacts>of()
          .with("at", ResultType.TIME, "when this was read", ConnectionsFacts::at)
          .with("active", ResultType.WHOLE, "open connections", ConnectionsFacts::active)
          .with("max", ResultType.WHOLE, "how many may be open at once", ConnectionsFacts::max)
          .with(
              "accepted",
              ResultType.WHOLE,
              "all since the program began, the open ones included",
              ConnectionsFacts::accepted)
          .with(
              "by_kind",
              FactTypes.COUNTS,
              "those that found their destination, by what that is",
              ConnectionsFacts::byKind)
          .with(
              "rejected",
              FactTypes.REASONS,
              "those that ended before they were served, by reason, the most frequent first",
              ConnectionsFacts::rejected)
          .with(
              "relay_errors",
              FactTypes.REASONS,
              "relays that came to none or were ended, WebSockets among them, by reason",
              ConnectionsFacts::relayErrors)
          .with(
              "by_generation",
              FactTypes.COUNTS,
              "open ones, by the number of the configuration that they belong to",
              facts -> FactTypes.byText(facts.byGeneration()))
          .with(
              "received_bytes",
              ResultType.WHOLE,
              "from clients since the program began, plain ones where TLS ends here",
              ConnectionsFacts::receivedBytes)
          .with("sent_bytes", ResultType.WHOLE, "to clients likewise", ConnectionsFacts::sentBytes)
          .type();

  private static final ResultType<TlsFacts> TLS =
      ObjectType.<TlsFacts>of()
          .with("version", ResultType.TEXT, "as TLSv1.3", TlsFacts::version)
          .with("cipher_suite", ResultType.TEXT, "by its name at IANA", TlsFacts::cipherSuite)
          .with(
              "group",
              ResultType.TEXT,
              "of the key exchange; unknown: nobody tells",
              TlsFacts::group)
          .with("resumed", ResultType.FLAG, "whether a session was gone on with", TlsFacts::resumed)
          .type();

  private static final ResultType<ConnectionFacts> CONNECTION =
      ObjectType.<ConnectionFacts>of()
          .with(
              "id",
              ResultType.WHOLE,
              "no other connection of this process has it",
              ConnectionFacts::id)
          .with("client", ResultType.TEXT, "the client's address", ConnectionFacts::client)
          .with(
              "client_port",
              ResultType.WHOLE,
              "the client's port",
              facts -> (long) facts.clientPort())
          .with(
              "destination",
              ResultType.TEXT,
              "the address it came to",
              ConnectionFacts::destination)
          .with(
              "destination_port",
              ResultType.WHOLE,
              "the port it came to",
              facts -> (long) facts.destinationPort())
          .with("since", ResultType.TIME, "when it was accepted", ConnectionFacts::since)
          .with("age_secs", ResultType.NUMBER, "seconds since then", ConnectionFacts::ageSecs)
          .with(
              "kind",
              FactTypes.MAYBE_TEXT,
              "where it was dispatched to; null: it has not found its destination yet",
              ConnectionFacts::kind)
          .with("sni", FactTypes.MAYBE_TEXT, "the name it asked for", ConnectionFacts::serverName)
          .with(
              "route_line",
              ResultType.optional(ResultType.WHOLE),
              "the configuration line of its SNI route; null: none",
              facts -> facts.routeLine().map(Integer::longValue))
          .with(
              "tls",
              ResultType.optional(TLS),
              "what the handshake came to; null: TLS does not end here, or not yet",
              ConnectionFacts::tls)
          .with(
              "upstream",
              FactTypes.MAYBE_TEXT,
              "where its bytes go, or went with the last request",
              ConnectionFacts::upstream)
          .with(
              "requests", ResultType.WHOLE, "whose heads were complete", ConnectionFacts::requests)
          .with(
              "received_bytes", ResultType.WHOLE, "from the client", ConnectionFacts::receivedBytes)
          .with("sent_bytes", ResultType.WHOLE, "to the client", ConnectionFacts::sentBytes)
          .with(
              "generation",
              ResultType.WHOLE,
              "the number of the configuration that it belongs to",
              facts -> (long) facts.generation())
          .type();

  private static final ResultType<ConnectionList> LIST =
      ObjectType.<ConnectionList>of()
          .with("at", ResultType.TIME, "when this was read", ConnectionList::at)
          .with("total", ResultType.WHOLE, "how many match, listed or not", ConnectionList::total)
          .with(
              "connections",
              ResultType.listOf(CONNECTION),
              "the newest first",
              ConnectionList::connections)
          .type();

  private static final Parameter<Optional<String>> KIND =
      Parameter.optional(
          "kind",
          ParameterType.oneOf(ConnectionReading.kinds()),
          "those that were dispatched there; without: all");

  private static final Parameter<Optional<String>> SNI =
      Parameter.optional("sni", ParameterType.TEXT, "those that asked for that name; without: all");

  private static final Parameter<Optional<String>> CLIENT =
      Parameter.optional(
          "client", ParameterType.TEXT, "those from that address, without a port; without: all");

  private static final Parameter<Optional<Long>> LIMIT =
      Parameter.optional(
          "limit",
          ParameterType.whole(1, ConnectionQuery.MAX_LIMIT),
          "at most so many; without: " + ConnectionQuery.DEFAULT_LIMIT);

  private static final Parameter<Long> ID =
      Parameter.required(
          "id",
          ParameterType.whole(1, Long.MAX_VALUE),
          "of a connection, as connections.list has it");

  private ConnectionMethods() {}

  static List<RpcMethod<?>> of(Status status) {
    return List.of(
        new RpcMethod<>(
            "stats.connections",
            "Counts client connections.",
            List.of(),
            TOTALS,
            (_, _) -> status.connections()),
        new RpcMethod<>(
            "connections.list",
            "Lists open client connections, the newest first.",
            List.of(KIND, SNI, CLIENT, LIMIT),
            LIST,
            (arguments, _) -> status.connections(query(arguments))),
        new RpcMethod<>(
                "connections.close",
                "Ends a client connection at once, whatever it is doing, and says what it was.",
                List.of(ID),
                CONNECTION,
                (arguments, caller) -> close(status, arguments.valueOf(ID), caller))
            .failing(NO_SUCH_CONNECTION, "there is no connection of that id any more"));
  }

  private static ConnectionQuery query(Arguments arguments) {
    return new ConnectionQuery(
        arguments.valueOf(KIND),
        arguments.valueOf(SNI),
        arguments.valueOf(CLIENT),
        arguments.valueOf(LIMIT).map(Math::toIntExact).orElse(ConnectionQuery.DEFAULT_LIMIT));
  }

  private static ConnectionFacts close(Status status, long id, Caller caller) throws RpcException {
    ConnectionFacts closed =
        status
            .close(id)
            .orElseThrow(() ->
                RpcException.of(NO_SUCH_CONNECTION, "there is no connection " + id + " any more"));
    LOG.infof("connection %d of %s was closed by %s", id, closed.client(), caller.name());
    return closed;
  }
}
