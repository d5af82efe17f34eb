package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

final class Http1HeadTest {
    private final Http1Head head = new Http1Head();

    @Test
    void aRequestIsIndexedWhereItLies() {
        String text = "GET /byte/100?x HTTP/1.1\r\nHost: a:80\r\nX-Empty:\r\nvia: \t p \t\r\n\r\n";
        MemorySegment bytes = Bytes.at(3, Bytes.latin(text));
        assertThat(head.parseRequest(bytes, 3, text.length())).isEqualTo(text.length());
        assertThat(head.method()).isEqualTo(HttpMethod.GET);
        assertThat(head.copy(head.methodStart(), head.methodEnd())).isEqualTo("GET");
        assertThat(head.copy(head.targetStart(), head.targetEnd())).isEqualTo("/byte/100?x");
        assertThat(head.targetForm()).isEqualTo(TargetForm.ORIGIN);
        assertThat(head.minorVersion()).isEqualTo(1);
        assertThat(head.fieldCount()).isEqualTo(3);
        assertThat(name(0)).isEqualTo("Host");
        assertThat(value(0)).isEqualTo("a:80");
        assertThat(head.known(0)).isEqualTo(KnownField.HOST);
        assertThat(value(1)).isEmpty();
        assertThat(head.known(1)).isEqualTo(KnownField.UNKNOWN);
        assertThat(value(2)).isEqualTo("p");
        assertThat(head.known(2)).isEqualTo(KnownField.VIA);
        assertThat(head.keepAlive()).isTrue();
        assertThat(head.contentLength()).isEqualTo(-1);
    }

    @Test
    void aResponseIsIndexedWhereItLies() {
        String text =
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close, X-A\r\nx-a: 1\r\n\r\nbody";
        MemorySegment bytes = Bytes.of(text);
        assertThat(head.parseResponse(bytes, 0, text.length())).isEqualTo(text.length() - 4);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.contentLength()).isEqualTo(100);
        assertThat(head.keepAlive()).isFalse();
        assertThat(head.connectionNames(2)).isTrue();
        assertThat(head.connectionNames(0)).isFalse();
    }

    private String name(int i) {
        return head.copy(head.nameStart(i), head.nameEnd(i));
    }

    private String value(int i) {
        return head.copy(head.valueStart(i), head.valueEnd(i));
    }
}
