package sekisho.acme;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;
import sekisho.certificate.UnusableCertificateException;
import sekisho.model.AcmeSettings;
import sekisho.storage.Storage;

/** An authority that knows whom it talks to, for one round of work; for one thread. */
final class Conversation implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Conversation.class);

  private final Authority authority;
  private final Account account;
  private Login login;

  private Conversation(Authority authority, Account account, Login login) {
    this.authority = authority;
    this.account = account;
    this.login = login;
  }

  /** It did not even begin. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final transient Optional<Instant> retryAfter;

    Failed(Failure failure, Optional<Instant> retryAfter) {
      super(failure.text());
      this.failure = failure;
      this.retryAfter = retryAfter;
    }

    Failure failure() {
      return failure;
    }

    Optional<Instant> retryAfter() {
      return retryAfter;
    }
  }

  /** Something to say. */
  interface Talk {
    void with(Login login) throws Exception;
  }

  /**
   * Finds the account, or makes one.
   *
   * @throws Failed when the authority is not to be had, or has no account for us
   */
  static Conversation begin(AcmeSettings settings, Shelf shelf, Storage storage, Clock clock)
      throws IOException, Failed {
    Authority authority;
    try {
      authority = new Authority(shelf.directory(), settings, clock);
    } catch (UnusableCertificateException e) {
      throw new Failed(Failure.of(e), Optional.empty());
    }
    Account account = new Account(settings, storage, shelf.authority());
    Conversation begun = null;
    try {
      begun = new Conversation(authority, account, account.login(authority));
      return begun;
    } catch (AcmeException | AcmeProtocolException | AcmeLazyLoadingException | Refused e) {
      throw new Failed(Failure.of(e).ofAuthority(), authority.retryAfter());
    } finally {
      if (begun == null) {
        authority.close();
      }
    }
  }

  Login login() {
    return login;
  }

  /** Says it again with a new account, where the authority has forgotten the old one. */
  void talk(Talk talk) throws Exception {
    try {
      talk.with(login);
    } catch (AcmeServerException e) {
      if (!Failure.isOfType(e, "accountDoesNotExist")) {
        throw e;
      }
      LOG.warnf("%s does not know the account any more: it gets a new one", authority.name());
      account.forget();
      login = account.login(authority);
      talk.with(login);
    }
  }

  /** What the last refusal asked for; forgotten with this. */
  Optional<Instant> retryAfter() {
    return authority.retryAfter();
  }

  @Override
  public void close() {
    authority.close();
  }
}
