package dev.tare.load.check;

import dev.tare.base.core.FurtherCheck;
import dev.tare.base.core.Outcome;
import dev.tare.io.wire.FieldsView;
import java.nio.charset.StandardCharsets;

/**
 * The field {@code grpc-status} has one value: in the trailers, or in the head of an answer that
 * has nothing else.
 *
 * <p>Source: the gRPC project's "gRPC over HTTP2", Responses.
 */
final class GrpcStatusCondition implements Condition {
    private static final byte[] NAME = "grpc-status".getBytes(StandardCharsets.US_ASCII);

    private final byte[] code;
    private boolean right;

    GrpcStatusCondition(FurtherCheck.GrpcStatus check) {
        code = Integer.toString(check.code()).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Outcome failure() {
        return Outcome.WRONG_GRPC_STATUS;
    }

    @Override
    public boolean wantsHead() {
        return true;
    }

    @Override
    public boolean wantsTrailers() {
        return true;
    }

    @Override
    public void begin() {
        right = false;
    }

    @Override
    public void onHead(FieldsView head) {
        look(head);
    }

    @Override
    public void onTrailers(FieldsView trailers) {
        look(trailers);
    }

    /** What stands last counts; what says nothing changes nothing. */
    private void look(FieldsView fields) {
        int i = fields.find(NAME, FieldsView.NONE);
        if (i != FieldsView.NONE) {
            right = fields.valueEquals(i, code);
        }
    }

    @Override
    public boolean holds() {
        return right;
    }
}
