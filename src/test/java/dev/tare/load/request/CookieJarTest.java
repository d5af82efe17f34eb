package dev.tare.load.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.wire.GrowableBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CookieJarTest {
    /** 2026-11-20T10:00:00Z. */
    private static final long NOW_SEC = 1_795_168_800L;

    private final CookieJar jar = new CookieJar(false, () -> NOW_SEC * 1_000_000_000L);

    private static MemorySegment bytes(String text) {
        return Arena.ofAuto()
                .allocateFrom(ValueLayout.JAVA_BYTE, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void take(CookieJar jar, String target, String... setCookies) {
        String[] lines = new String[setCookies.length];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "Set-Cookie: " + setCookies[i];
        }
        jar.take(MadeRequests.answer(lines), bytes(target), 0, target.length());
    }

    private void take(String target, String... setCookies) {
        take(jar, target, setCookies);
    }

    private static String sent(CookieJar jar, String target) {
        GrowableBytes to = new GrowableBytes(1 << 20);
        boolean any = jar.appendTo(to, bytes(target), 0, target.length());
        assertThat(any).isEqualTo(to.length() > 0);
        return MadeRequests.text(to.bytes(), 0, to.length());
    }

    private String sent(String target) {
        return sent(jar, target);
    }

    @Test
    void aCookieIsSentBackAsItWasGiven() {
        take("/", "a=1; HttpOnly", " b = \"2\" ;Domain=other; SameSite=Lax", "c=");
        assertThat(sent("/x?y")).isEqualTo("a=1; b=\"2\"; c=");
        assertThat(jar.count()).isEqualTo(3);
    }

    @Test
    void aNewValueTakesTheOldOnesPlace() {
        take("/", "a=1", "b=2");
        take("/", "a=3");
        assertThat(sent("/")).isEqualTo("a=3; b=2");
        take("/", "a=3; Path=/deep");
        assertThat(sent("/deep")).isEqualTo("a=3; a=3; b=2");
    }

    @ParameterizedTest
    @CsvSource({
        "/a, /a, true",
        "/a, /a/, true",
        "/a, /a/b, true",
        "/a, /a?q, true",
        "/a, /ab, false",
        "/a, /, false",
        "/a/, /a/b, true",
        "/a/, /a, false",
        "/, /any, true",
        "relative, /x/z, true",
        "relative, /y, false"
    })
    void aPathLimitsWhereACookieIsSent(String path, String target, boolean isSent) {
        take("/x/y?z=/q/", "a=1; Path=" + path);
        assertThat(sent(target)).isEqualTo(isSent ? "a=1" : "");
    }

    @Test
    void theLongestPathComesFirst() {
        take("/", "root=1", "deep=2; path=/a/b", "mid=3; path=/a", "mid2=4; path=/a");
        assertThat(sent("/a/b")).isEqualTo("deep=2; mid=3; mid2=4; root=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Max-Age=0",
                "max-age=-1",
                "Expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "Expires=Fri, 20-Nov-26 10:00:00 GMT",
                "Expires=Fri Nov 20 09:59:59 2026",
                "Expires=Fri, 20 Nov 2027 10:00:00 GMT; Max-Age=0",
                "Max-Age=x; Expires=Sun, 06 Nov 1994 08:49:37 GMT"
            })
    void whatHasPassedDeletes(String attribute) {
        take("/", "a=1", "b=2");
        take("/", "a=gone; " + attribute, "never=there; " + attribute);
        assertThat(sent("/")).isEqualTo("b=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Max-Age=1",
                "Max-Age=99999999999999999999999999",
                "Expires=Fri, 20 Nov 2026 10:00:01 GMT",
                "Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=10",
                "Expires=Thu, 31 Feb 1970 00:00:00 GMT",
                "Expires=01 Jan 1600 00:00:00",
                "Expires=Thu, 01 Jan 1970 24:00:00 GMT",
                "Expires=never",
                "Max-Age=",
                "Max-Age=-"
            })
    void whatHasNotPassedOrIsNoDateDoesNotDelete(String attribute) {
        take("/", "a=1; " + attribute);
        assertThat(sent("/")).isEqualTo("a=1");
    }

    @ParameterizedTest
    @CsvSource({
        "'Thu, 01 Jan 1970 00:00:00 GMT', 0",
        "'Sun, 06 Nov 1994 08:49:37 GMT', 784111777",
        "'29-Feb-2000 23:59:59', 951868799",
        "'Mon, 01 Mar 2100 00:00:00 GMT', 4107542400",
        "'1 January 1601 0:0:0', -11644473600"
    })
    void datesAreThoseOfTheCalendar(String text, long epochSec) {
        assertThat(new CookieDate().epochSec(bytes(text), 0, text.length())).isEqualTo(epochSec);
    }

    @Test
    void secureCookiesAreForTlsOnly() {
        take("/", "a=1; Secure");
        assertThat(jar.isEmpty()).isTrue();
        CookieJar overTls = new CookieJar(true, () -> 0);
        take(overTls, "/", "a=1; secure");
        assertThat(sent(overTls, "/")).isEqualTo("a=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"novalue", "=1", "", ";a=1", " = "})
    void whatIsNoCookieIsNothing(String text) {
        take("/", text);
        assertThat(jar.isEmpty()).isTrue();
    }

    @Test
    void theNumberOfCookiesIsBounded() {
        for (int i = 0; i <= CookieJar.MAX_COOKIES; i++) {
            take("/", "c" + i + "=1");
        }
        assertThat(jar.count()).isEqualTo(CookieJar.MAX_COOKIES);
        assertThat(sent("/")).doesNotContain("c" + CookieJar.MAX_COOKIES + "=");
        take("/", "c0=2");
        assertThat(sent("/")).startsWith("c0=2; ");
        take("/", "c1=; Max-Age=0", "new=1");
        assertThat(sent("/")).endsWith("; new=1");
    }

    @Test
    void theSizeOfCookiesIsBounded() {
        take("/", "a=" + "x".repeat(CookieJar.MAX_COOKIE_BYTES));
        assertThat(jar.isEmpty()).isTrue();
        take("/", "a=" + "x".repeat(CookieJar.MAX_COOKIE_BYTES - 1));
        assertThat(jar.count()).isOne();
        for (int i = 0; i < 20; i++) {
            take("/", "c" + i + "=" + "x".repeat(4000));
        }
        assertThat(sent("/").length())
                .isBetween(CookieJar.MAX_TOTAL_BYTES - 4096, CookieJar.MAX_TOTAL_BYTES + 100);
        take("/", "long=1; Path=/" + "p".repeat(SetCookie.MAX_PATH_BYTES));
        assertThat(sent("/")).endsWith("; long=1");
    }

    @Test
    void aJarThatKeepsNothingStaysEmpty() {
        take(CookieJar.none(), "/", "a=1");
        assertThat(CookieJar.none().isEmpty()).isTrue();
        assertThat(sent(CookieJar.none(), "/")).isEmpty();
    }
}
