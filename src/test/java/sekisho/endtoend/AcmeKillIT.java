package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.Command;
import sekisho.testing.SekishoProcess;
import sekisho.testing.acme.AcmeAuthority;

/**
 * A proxy that is killed at random moments of getting certificates, over and over: {@code
 * -Dsekisho.kills=100} for more of them.
 */
@Tag("alone")
class AcmeKillIT {
  private static final int KILLS = Integer.getInteger("sekisho.kills", 15);
  private static final int LONGEST_LIFE_MILLIS = 1200;
  private static final List<String> NAMES =
      Stream.of("a", "b", "c", "d").map(name -> name + ".example.com").toList();

  @TempDir private Path folder;

  /** For as many kills as are asked for. */
  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void no_account_and_no_file_is_lost_and_nothing_is_ordered_twice_but_what_was_in_flight()
      throws IOException {
    long seed = System.nanoTime();
    System.out.println("kills seed " + seed);
    Random random = new Random(seed);
    try (AcmeAuthority authority = AcmeAuthority.start();
        AcmeFixture fixture = new AcmeFixture(folder)) {
      authority.conduct().tlsPort(fixture.port());
      Path config =
          fixture.config(
              authority.directory().toString(),
              authority.httpsTrust(folder),
              "\"challenges\": [\"tls-alpn-01\"], \"identifiers\": [\""
                  + String.join("\", \"", NAMES)
                  + "\"]");
      int wanted = NAMES.size();
      for (int i = 0; i < KILLS; i++) {
        try (SekishoProcess sekisho = SekishoProcess.run(config)) {
          Await.passing(Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS)));
          assertThat(sekisho.isAlive()).isTrue();
        }
        assertReadable(fixture);
        if (complete(fixture)) {
          // All over again, as if each had to be renewed.
          for (String name : NAMES) {
            Files.delete(certificate(fixture, name));
          }
          wanted += NAMES.size();
        }
      }
      try (SekishoProcess sekisho = SekishoProcess.run(config)) {
        for (String name : NAMES) {
          AcmeFixture.awaitServed(sekisho, authority.issuedTrust(), name);
        }
      }
      assertThat(authority.accounts()).as("accounts").hasSize(1);
      // A kill right behind a certificate's write leaves its order to be gone on with: that one is
      // fetched again when the certificate is deleted, and not ordered again.
      assertThat(authority.orders().size()).as("orders").isBetween(wanted - KILLS, wanted + KILLS);
    }
  }

  private static boolean complete(AcmeFixture fixture) {
    return NAMES.stream().allMatch(name -> Files.exists(certificate(fixture, name)));
  }

  private static Path certificate(AcmeFixture fixture, String name) {
    return fixture.authority().resolve("certificates").resolve(name).resolve("certificate.pem");
  }

  private static void assertReadable(AcmeFixture fixture) throws IOException {
    if (!Files.exists(fixture.storage())) {
      return;
    }
    try (Stream<Path> files = Files.walk(fixture.storage())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (name.equals("certificate.pem") || name.endsWith(".key")) {
          Command.run("openssl", "pkey", "-in", file.toString(), "-noout").mustSucceed();
        } else if (name.endsWith(".json")) {
          Command.run("python3", "-m", "json.tool", file.toString()).mustSucceed();
        }
      }
    }
  }
}
