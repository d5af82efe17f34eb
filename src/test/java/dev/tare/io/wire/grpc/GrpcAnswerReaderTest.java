package dev.tare.io.wire.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What head and trailers say of a call's end. */
final class GrpcAnswerReaderTest {
    private final GrpcAnswerReader reader = new GrpcAnswerReader();

    private void begin(String httpStatus, String contentType) {
        reader.begin();
        field(":status", httpStatus);
        field("content-type", contentType);
    }

    private void field(String name, String value) {
        GrpcBytes.field(reader, name, value);
    }

    @Test
    void headAndTrailersTogetherSayTheStatus() {
        begin("200", "application/grpc+proto");
        field("grpc-encoding", "gzip");
        field("date", "today");
        assertThat(reader.saysStatus()).isFalse();
        field("grpc-status", "5");
        field("grpc-message", "no%20such%20%C3%A9");
        assertThat(reader.saysStatus()).isTrue();
        assertThat(reader.status()).isEqualTo(GrpcStatus.NOT_FOUND);
        assertThat(reader.message()).isEqualTo("no such é");
        assertThat(reader.encoding()).isEqualTo(GrpcEncoding.GZIP);
        assertThat(reader.httpStatus()).isEqualTo(200);
        assertThat(reader.fault()).isEmpty();
    }

    @Test
    void trailersAloneAreAnAnswer() {
        begin("200", "application/grpc");
        field("grpc-status", "0");
        assertThat(reader.status()).isEqualTo(GrpcStatus.OK);
        assertThat(reader.message()).isEmpty();
        assertThat(reader.fault()).isEmpty();
    }

    @Test
    void nothingIsLeftOfTheAnswerBefore() {
        begin("200", "application/grpc");
        field("grpc-status", "3");
        field("grpc-message", "x");
        field("grpc-encoding", "gzip");
        reader.begin();
        assertThat(reader.saysStatus()).isFalse();
        assertThat(reader.message()).isEmpty();
        assertThat(reader.httpStatus()).isZero();
        assertThat(reader.isGrpc()).isFalse();
        assertThat(reader.encoding()).isEqualTo(GrpcEncoding.IDENTITY);
    }

    @ParameterizedTest
    @CsvSource({
        "400, INTERNAL", "401, UNAUTHENTICATED", "403, PERMISSION_DENIED", "404, UNIMPLEMENTED",
        "429, UNAVAILABLE", "502, UNAVAILABLE", "503, UNAVAILABLE", "504, UNAVAILABLE",
        "500, UNKNOWN", "200, UNKNOWN", "302, UNKNOWN", "x, UNKNOWN"
    })
    void anAnswerThatKnowsNoGrpcIsJudgedByItsHttpStatus(String httpStatus, GrpcStatus status) {
        begin(httpStatus, "text/html");
        assertThat(reader.status()).isEqualTo(status);
        assertThat(reader.fault())
                .isEqualTo(
                        httpStatus.equals("200")
                                ? "the content type is not application/grpc"
                                : "the HTTP status is not 200");
    }

    @Test
    void anAnswerWithoutAStatusIsAFault() {
        begin("200", "application/grpc");
        assertThat(reader.fault()).isEqualTo("there is no grpc-status");
        assertThat(reader.status()).isEqualTo(GrpcStatus.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1x", " 0", "4294967296", "00000000000"})
    void aStatusThatIsNoNumberIsAFault(String status) {
        begin("200", "application/grpc");
        field("grpc-status", status);
        assertThat(reader.status()).isEqualTo(GrpcStatus.UNKNOWN);
        assertThat(reader.fault()).isEqualTo("the grpc-status is no number, or two that differ");
    }

    @Test
    void aStatusThatIsNoneOfThe17IsUnknownAndNoFault() {
        begin("200", "application/grpc");
        field("grpc-status", "17");
        assertThat(reader.status()).isEqualTo(GrpcStatus.UNKNOWN);
        assertThat(reader.fault()).isEmpty();
    }

    @Test
    void twoStatusesMustBeTheSame() {
        begin("200", "application/grpc");
        field("grpc-status", "0");
        field("grpc-status", "0");
        assertThat(reader.status()).isEqualTo(GrpcStatus.OK);
        assertThat(reader.fault()).isEmpty();
        field("grpc-status", "13");
        assertThat(reader.status()).isEqualTo(GrpcStatus.UNKNOWN);
        assertThat(reader.fault()).isEqualTo("the grpc-status is no number, or two that differ");
    }

    @ParameterizedTest
    @CsvSource({
        "application/grpc, true", "application/grpc+json, true", "application/grpc;x=y, true",
        "application/grpc-web, false", "application/json, false", "application/grp, false"
    })
    void theContentTypeTellsGrpcFromWhatLooksLikeIt(String type, boolean grpc) {
        begin("200", type);
        assertThat(reader.isGrpc()).isEqualTo(grpc);
    }

    @ParameterizedTest
    @CsvSource({"identity, IDENTITY", "gzip, GZIP", "snappy, OTHER", "'', OTHER"})
    void theEncodingIsKnown(String value, GrpcEncoding encoding) {
        begin("200", "application/grpc");
        field("grpc-encoding", value);
        assertThat(reader.encoding()).isEqualTo(encoding);
    }

    @ParameterizedTest
    @CsvSource({
        "%, %",
        "%4, %4",
        "%zz, %zz",
        "a%41b, aAb",
        "%e2%82%ac, €",
        "%FF, \uFFFD",
        "'', ''"
    })
    void aMessageIsNeverLostToItsEncoding(String encoded, String decoded) {
        byte[] bytes = encoded.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(GrpcAnswerReader.decode(bytes, bytes.length)).isEqualTo(decoded);
    }

    @Test
    void aLongMessageIsCut() {
        begin("200", "application/grpc");
        field("grpc-message", "x".repeat(GrpcAnswerReader.MAX_MESSAGE_BYTES + 1));
        assertThat(reader.message()).hasSize(GrpcAnswerReader.MAX_MESSAGE_BYTES);
    }

    @Test
    void namesOfTheSameLengthAreTold() {
        begin("200", "application/grpc");
        field("grpc-stytus", "5");
        field("x-status", "5");
        field("grpc-massage", "no");
        field(":stytus", "500");
        field("", "");
        assertThat(reader.saysStatus()).isFalse();
        assertThat(reader.httpStatus()).isEqualTo(200);
        assertThat(reader.message()).isEmpty();
    }
}
