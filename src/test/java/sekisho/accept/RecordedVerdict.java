package sekisho.accept;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import sekisho.deadline.Deadline;
import sekisho.hello.ClientHello;

/** What the preread said, and what it handed over. */
final class RecordedVerdict implements PrereadHandler.Next {
  final List<String> verdicts = new ArrayList<>();
  ByteBuf first;
  ClientHello hello;
  Deadline handshake;
  boolean faulty;

  @Override
  public void hello(ClientHello clientHello, ByteBuf bytes, Deadline deadline) {
    verdicts.add("hello");
    hello = clientHello;
    first = bytes;
    handshake = deadline;
    fail();
  }

  @Override
  public void withoutTls(ByteBuf bytes) {
    verdicts.add("without TLS");
    first = bytes;
  }

  @Override
  public void silent() {
    verdicts.add("silent");
    fail();
  }

  @Override
  public void malformed() {
    verdicts.add("malformed");
    fail();
  }

  @Override
  public void tooSlow() {
    verdicts.add("too slow");
  }

  private void fail() {
    if (faulty) {
      throw new IllegalStateException("a fault");
    }
  }

  byte[] bytes() {
    return ByteBufUtil.getBytes(first);
  }

  void release() {
    if (first != null) {
      first.release();
      first = null;
    }
  }
}
