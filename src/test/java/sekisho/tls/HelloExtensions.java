package sekisho.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;

/** The extensions of a hello in the clear, a client's or a server's (RFC 8446 §4.1), by number. */
record HelloExtensions(Map<Integer, ByteBuf> contents) {
  private static final int RECORD_AND_HANDSHAKE_HEADER_BYTES = 5 + 4;
  private static final int VERSION_AND_RANDOM_BYTES = 2 + 32;
  private static final int SESSION_TICKET = 35; // RFC 5077
  private static final int PRE_SHARED_KEY = 41;
  private static final int KEY_SHARE = 51;

  /** Of the first record of a flight, which holds all of it. */
  static HelloExtensions of(byte[] flight) {
    ByteBuf hello = Unpooled.wrappedBuffer(flight).skipBytes(RECORD_AND_HANDSHAKE_HEADER_BYTES);
    boolean ofClient = flight[5] == 1;
    hello.skipBytes(VERSION_AND_RANDOM_BYTES);
    hello.skipBytes(hello.readUnsignedByte());
    if (ofClient) {
      hello.skipBytes(hello.readUnsignedShort());
      hello.skipBytes(hello.readUnsignedByte());
    } else {
      hello.skipBytes(2 + 1);
    }
    Map<Integer, ByteBuf> contents = new HashMap<>();
    ByteBuf extensions = hello.readSlice(hello.readUnsignedShort());
    while (extensions.isReadable()) {
      int number = extensions.readUnsignedShort();
      contents.put(number, extensions.readSlice(extensions.readUnsignedShort()));
    }
    return new HelloExtensions(contents);
  }

  /** Whether a client has a ticket to show, of either version of TLS. */
  boolean offersTicket() {
    ByteBuf ticket = contents.get(SESSION_TICKET);
    return contents.containsKey(PRE_SHARED_KEY) || (ticket != null && ticket.isReadable());
  }

  /** The group of a server's key share. */
  int group() {
    ByteBuf share = contents.get(KEY_SHARE);
    return share.getUnsignedShort(share.readerIndex());
  }
}
