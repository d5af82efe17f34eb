package dev.tare.specimen.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeyHashTest {
    private static long hash(String before, String text, String after, long seed) {
        byte[] bytes = (before + text + after).getBytes(StandardCharsets.US_ASCII);
        MemorySegment segment = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
        return KeyHash.of(segment, before.length(), text.length(), seed);
    }

    @Test
    void itDependsOnTheBytesAloneAndNotOnWhatLiesAroundThem() {
        for (String text :
                new String[] {"", "a", "1234567", "12345678", "123456789", "x".repeat(99)}) {
            assertThat(hash("", text, "", 0)).isEqualTo(hash("abc", text, "defghijklm", 0));
        }
    }

    @Test
    void everyByteTheLengthAndTheSeedCount() {
        Set<Long> seen = new HashSet<>();
        String text = "0123456789abcdefghi";
        for (int length = 0; length <= text.length(); length++) {
            assertThat(seen.add(hash("", text.substring(0, length), "", 0))).isTrue();
        }
        for (int i = 0; i < text.length(); i++) {
            String changed = text.substring(0, i) + "!" + text.substring(i + 1);
            assertThat(seen.add(hash("", changed, "", 0))).isTrue();
        }
        assertThat(seen.add(hash("", text, "", 1))).isTrue();
        assertThat(hash("", "a\0", "", 0)).isNotEqualTo(hash("", "a", "", 0));
    }

    @Test
    void itIsTheSameInEveryProcess() {
        // Two minivoys must send one user to one endpoint: these values may never change. They were
        // computed apart, by the formula of the source in another language.
        assertThat(hash("", "", "", 0)).isEqualTo(0x79c9ab2b96eb125fL);
        assertThat(hash("", "user-1", "", 0)).isEqualTo(0x84488cd42526c822L);
        assertThat(hash("", "a user with a long name", "", 0)).isEqualTo(0x10446ca13b5dde19L);
    }

    @Test
    void theLowBitsOfLikeKeysSpread() {
        int[] buckets = new int[64];
        for (int i = 0; i < 64_000; i++) {
            buckets[(int) hash("", "user-" + i, "", 0) & 63]++;
        }
        // 1,000 each with a deviation of 32; five of them.
        for (int count : buckets) {
            assertThat(count).isBetween(840, 1160);
        }
    }
}
