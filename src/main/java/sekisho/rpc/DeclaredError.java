package sekisho.rpc;

/**
 * An error that a method is known to give, for whoever reads its description.
 *
 * @param code as in {@link RpcException#of(int, String)}
 * @param when one line for people
 */
public record DeclaredError(int code, String when) {}
