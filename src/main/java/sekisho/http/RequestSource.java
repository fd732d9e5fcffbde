package sekisho.http;

/**
 * Where a request is from, as its upstream is told.
 *
 * @param address of the client
 * @param identity of the client, by its certificate
 * @param requestId under which the request is known
 */
record RequestSource(ClientAddress address, ClientIdentity identity, String requestId) {}
