package sekisho.certificate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.OpenSsl;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.LongConsumer;

/**
 * BoringSSL's word that a private key is a certificate's, in a fraction of a millisecond: a
 * signature takes a JVM that has just started 65 of them.
 *
 * <p>It says yes or nothing. No pair, a kind of key that it does not know and no BoringSSL at all
 * look the same here; what it does not vouch for is to be tried otherwise.
 */
final class NativeKeyCheck {
  /** More than their lines take. */
  private static final int LABELS = 256;

  private NativeKeyCheck() {}

  static boolean vouchesFor(X509Certificate certificate, PrivateKey key) {
    if (!OpenSsl.isAvailable()) {
      return false;
    }
    byte[] secret = key.getEncoded();
    ByteBuf pems = Unpooled.EMPTY_BUFFER;
    try {
      byte[] der = certificate.getEncoded();
      // Room for all of it: to grow would leave a copy behind.
      pems = Unpooled.directBuffer(2 * (der.length + secret.length) + LABELS);
      int border = write(pems, "CERTIFICATE", der);
      int end = write(pems, "PRIVATE KEY", secret);
      return pems.hasMemoryAddress() && isTaken(pems.memoryAddress(), border, end);
    } catch (CertificateEncodingException e) {
      return false;
    } finally {
      Arrays.fill(secret, (byte) 0);
      pems.setZero(0, pems.writerIndex());
      pems.release();
    }
  }

  /** RFC 7468; returns where it ends. */
  private static int write(ByteBuf pems, String label, byte[] der) {
    pems.writeCharSequence("-----BEGIN " + label + "-----\n", StandardCharsets.US_ASCII);
    byte[] base64 = Base64.getMimeEncoder().encode(der);
    pems.writeBytes(base64);
    Arrays.fill(base64, (byte) 0);
    pems.writeCharSequence("\n-----END " + label + "-----\n", StandardCharsets.US_ASCII);
    return pems.writerIndex();
  }

  /** By a connection that nobody has; it takes a key beside a certificate if it is that one's. */
  private static boolean isTaken(long address, int border, int end) {
    long chainPem = 0;
    long keyPem = 0;
    long context = 0;
    long connection = 0;
    long chain = 0;
    long key = 0;
    try {
      chainPem = filled(address, border);
      keyPem = filled(address + border, end - border);
      context = SSLContext.make(SSL.SSL_PROTOCOL_TLSV1_2, SSL.SSL_MODE_SERVER);
      connection = SSL.newSSL(context, true);
      chain = SSL.parseX509Chain(chainPem);
      key = SSL.parsePrivateKey(keyPem, null);
      SSL.setKeyMaterial(connection, chain, key);
      return true;
    } catch (Exception e) {
      // What tcnative declares; its texts are OpenSSL's, and who is asked next has better ones.
      return false;
    } finally {
      free(SSL::freePrivateKey, key);
      free(SSL::freeX509Chain, chain);
      free(SSL::freeSSL, connection);
      free(SSLContext::free, context);
      free(SSL::freeBIO, keyPem);
      free(SSL::freeBIO, chainPem);
    }
  }

  private static long filled(long address, int length) throws Exception {
    long bio = SSL.newMemBIO();
    if (SSL.bioWrite(bio, address, length) != length) {
      SSL.freeBIO(bio);
      throw new IllegalStateException("no memory for " + length + " bytes");
    }
    return bio;
  }

  /** What there is. */
  private static void free(LongConsumer free, long pointer) {
    if (pointer != 0) {
      free.accept(pointer);
    }
  }
}
