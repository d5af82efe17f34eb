package dev.tare.io.wire.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The codes, held against grpc-java's. */
final class GrpcStatusTest {

    @Test
    void codesAndNamesAreThoseOfGrpcJava() {
        assertThat(GrpcStatus.values()).hasSameSizeAs(Status.Code.values());
        for (Status.Code code : Status.Code.values()) {
            assertThat(GrpcStatus.of(code.value()).name()).isEqualTo(code.name());
            assertThat(GrpcStatus.of(code.value()).code()).isEqualTo(code.value());
        }
    }

    @Test
    void othersAreUnknown() {
        assertThat(GrpcStatus.of(-1)).isEqualTo(GrpcStatus.UNKNOWN);
        assertThat(GrpcStatus.of(17)).isEqualTo(GrpcStatus.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "0, INTERNAL",
        "1, INTERNAL",
        "7, UNAVAILABLE",
        "8, CANCELLED",
        "11, RESOURCE_EXHAUSTED",
        "12, PERMISSION_DENIED",
        "99, INTERNAL"
    })
    void aResetStreamHasAStatus(int errorCode, GrpcStatus status) {
        assertThat(GrpcStatus.ofHttp2Error(errorCode)).isEqualTo(status);
    }

    @Test
    void peopleTypeNamesOrNumbers() {
        assertThat(GrpcStatus.parse("not_found")).isEqualTo(GrpcStatus.NOT_FOUND);
        assertThat(GrpcStatus.parse("16")).isEqualTo(GrpcStatus.UNAUTHENTICATED);
        assertThatThrownBy(() -> GrpcStatus.parse("17"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "\"17\" is no gRPC status; write 0 to 16 or one of OK, CANCELLED, ");
    }
}
