package sekisho.accept;

import sekisho.http.HttpServices;
import sekisho.journal.OncePerMinute;
import sekisho.runtime.Generations;

/**
 * What every connection meets when it arrives, the same for all of them.
 *
 * @param generations what is in force now
 * @param services what HTTP needs of the program
 * @param gatekeeper whom SNI routes take
 * @param challenges what authorities may ask now
 * @param headerComplaints bounds what the log hears of PROXY headers
 * @param certificateComplaints bounds what the log hears of names without a certificate
 */
record Reception(
    Generations generations,
    HttpServices services,
    Gatekeeper gatekeeper,
    Challenges challenges,
    OncePerMinute headerComplaints,
    OncePerMinute certificateComplaints) {

  static Reception of(Generations generations, HttpServices services, Challenges challenges) {
    return new Reception(
        generations,
        services,
        new Gatekeeper(services.meters()),
        challenges,
        new OncePerMinute(System::nanoTime),
        new OncePerMinute(System::nanoTime));
  }
}
