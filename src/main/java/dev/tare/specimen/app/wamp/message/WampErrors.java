package dev.tare.specimen.app.wamp.message;

/** The URIs by which WAMP names what went wrong, and why a session ends. */
public final class WampErrors {
    public static final String PROTOCOL_VIOLATION = "wamp.error.protocol_violation";
    public static final String INVALID_URI = "wamp.error.invalid_uri";
    public static final String INVALID_ARGUMENT = "wamp.error.invalid_argument";
    public static final String NO_SUCH_REALM = "wamp.error.no_such_realm";
    public static final String NO_SUCH_PROCEDURE = "wamp.error.no_such_procedure";
    public static final String NO_SUCH_REGISTRATION = "wamp.error.no_such_registration";
    public static final String NO_SUCH_SUBSCRIPTION = "wamp.error.no_such_subscription";
    public static final String NO_AVAILABLE_CALLEE = "wamp.error.no_available_callee";
    public static final String PROCEDURE_ALREADY_EXISTS = "wamp.error.procedure_already_exists";
    public static final String CANCELED = "wamp.error.canceled";
    public static final String TIMEOUT = "wamp.error.timeout";
    public static final String OPTION_NOT_ALLOWED = "wamp.error.option_not_allowed";
    public static final String FEATURE_NOT_SUPPORTED = "wamp.error.feature_not_supported";
    public static final String NOT_AUTHORIZED = "wamp.error.not_authorized";
    public static final String NO_MATCHING_AUTH_METHOD = "wamp.error.no_matching_auth_method";
    public static final String AUTHENTICATION_DENIED = "wamp.error.authentication_denied";
    public static final String AUTHENTICATION_FAILED = "wamp.error.authentication_failed";
    public static final String AUTHENTICATION_REQUIRED = "wamp.error.authentication_required";
    public static final String PAYLOAD_SIZE_EXCEEDED = "wamp.error.payload_size_exceeded";
    public static final String RUNTIME_ERROR = "wamp.error.runtime_error";

    /** Another rule of invocation than that of the registration which exists. */
    public static final String DIFFERENT_INVOCATION_POLICY =
            "wamp.error.procedure_exists_with_different_invocation_policy";

    /** All callees of a procedure have as many calls as they take: crossbar's word. */
    public static final String MAX_CONCURRENCY_REACHED = "crossbar.error.max_concurrency_reached";

    /** A session would hold more than it may: Tare's word. */
    public static final String LIMIT_REACHED = "tare.error.limit_reached";

    public static final String CLOSE_NORMAL = "wamp.close.normal";
    public static final String CLOSE_REALM = "wamp.close.close_realm";
    public static final String GOODBYE_AND_OUT = "wamp.close.goodbye_and_out";
    public static final String SYSTEM_SHUTDOWN = "wamp.close.system_shutdown";

    private WampErrors() {}
}
