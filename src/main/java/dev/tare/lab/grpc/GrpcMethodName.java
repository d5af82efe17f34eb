package dev.tare.lab.grpc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which method is meant.
 *
 * @param service with its package, such as {@code grpc.health.v1.Health}
 * @param method such as {@code Check}
 */
public record GrpcMethodName(String service, String method) {
    private static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]*";
    private static final Pattern NAME =
            Pattern.compile(
                    "/?(%s(?:\\.%s)*)[./](%s)".formatted(IDENTIFIER, IDENTIFIER, IDENTIFIER));

    /**
     * Reads {@code package.Service/Method} or {@code package.Service.Method}.
     *
     * @throws GrpcException when the text is neither
     */
    public static GrpcMethodName parse(String text) throws GrpcException {
        Matcher matcher = NAME.matcher(text.strip());
        if (!matcher.matches()) {
            throw new GrpcException(
                    "\"%s\" names no gRPC method; write it as package.Service/Method"
                            .formatted(GrpcException.oneLine(text)));
        }
        return new GrpcMethodName(matcher.group(1), matcher.group(2));
    }

    @Override
    public String toString() {
        return service + "/" + method;
    }
}
