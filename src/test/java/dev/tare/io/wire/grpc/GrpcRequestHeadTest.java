package dev.tare.io.wire.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.Field;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields of a request. */
final class GrpcRequestHeadTest {

    @Test
    void gRpcsOwnFieldsComeFirstAndMetadataInLowerCase() {
        assertThat(
                        GrpcRequestHead.fields(
                                2_000_000_000L, true, List.of(new Field("X-Caller", "A"))))
                .containsExactly(
                        new Field("te", "trailers"),
                        new Field("grpc-timeout", "2000000u"),
                        new Field("content-type", "application/grpc"),
                        new Field("grpc-accept-encoding", "identity,gzip"),
                        new Field("user-agent", "tare/0.1"),
                        new Field("x-caller", "A"));
    }

    @Test
    void aDeadlineAndAnotherAgentAreTheCallersChoice() {
        assertThat(
                        GrpcRequestHead.fields(
                                GrpcRequestHead.NO_TIMEOUT_NS,
                                false,
                                List.of(new Field("User-Agent", "me"))))
                .containsExactly(
                        new Field("te", "trailers"),
                        new Field("content-type", "application/grpc"),
                        new Field("grpc-accept-encoding", "identity"),
                        new Field("user-agent", "me"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TE", "Content-Type", "grpc-timeout", "grpc-encoding"})
    void fieldsOfTheEngineAreRefused(String name) {
        assertThatThrownBy(() -> GrpcRequestHead.fields(1, false, List.of(new Field(name, "x"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("header \"" + name + "\" is set by the engine for gRPC; leave it out");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1n",
        "99999999, 99999999n",
        "100000000, 100000u",
        "100000001, 100001u",
        "1000000000, 1000000u",
        "99999999000, 99999999u",
        "99999999001, 100000m",
        "86400000000000, 86400000m",
        "99999999000001, 100000S"
    })
    void aDeadlineHasEightDigitsAtMostAndIsNeverShortened(long timeoutNs, String text) {
        assertThat(GrpcRequestHead.timeout(timeoutNs)).isEqualTo(text);
    }

    @Test
    void theLongestDeadlineCanBeSaid() {
        assertThat(GrpcRequestHead.timeout(GrpcRequestHead.MAX_TIMEOUT_NS)).isEqualTo("99999999S");
        for (long impossible : new long[] {0, -1, GrpcRequestHead.MAX_TIMEOUT_NS + 1}) {
            assertThatThrownBy(() -> GrpcRequestHead.timeout(impossible))
                    .hasMessageContaining("must be 1 to 99999999000000000");
        }
    }
}
