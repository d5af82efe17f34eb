package dev.tare.io.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class OctetsTest {
    @Test
    void textEndsAtTheFirstControlCharacterWhereverItStands() {
        for (int value = 0; value < 256; value++) {
            boolean text = value == '\t' || (value >= ' ' && value != 0x7f);
            for (int length = 1; length <= 20; length++) {
                for (int at = 0; at < length; at++) {
                    byte[] bytes = new byte[length];
                    Arrays.fill(bytes, (byte) 'a');
                    bytes[at] = (byte) value;
                    int end = Octets.endOfText(Bytes.at(1, bytes), 1, 0, length);
                    assertThat(end).isEqualTo(text ? length : at);
                }
            }
        }
    }

    @Test
    void textOfRandomBytesEndsWhereALookAtEachByteSaysSo() {
        Random random = new Random(31);
        String rare = "\t \u0000\u001f\u007f\u0080\u00ff!~";
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            int expected = bytes.length;
            for (int k = bytes.length - 1; k >= 0; k--) {
                boolean pick = random.nextInt(8) == 0;
                bytes[k] = (byte) (pick ? rare.charAt(random.nextInt(rare.length())) : 'a' + k);
                expected = Octets.isText(bytes[k]) ? expected : k;
            }
            MemorySegment segment = Bytes.at(i % 8, bytes);
            assertThat(Octets.endOfText(segment, i % 8, 0, bytes.length)).isEqualTo(expected);
        }
    }

    @Test
    void theLimitIsHeldEvenWhereMoreTextFollows() {
        MemorySegment bytes = Bytes.of("abcdefghijklmnopqrstuvwxyz");
        for (int limit = 0; limit <= 26; limit++) {
            assertThat(Octets.endOfText(bytes, 0, 0, limit)).isEqualTo(limit);
        }
    }

    @Test
    void hexadecimalDigitsHaveTheirValues() {
        String digits = "0123456789abcdefABCDEF";
        for (int i = 0; i < digits.length(); i++) {
            byte digit = (byte) digits.charAt(i);
            assertThat(Octets.is(digit, Octets.HEX)).isTrue();
            assertThat(Octets.hexValue(digit)).isEqualTo(i < 16 ? i : i - 6);
        }
    }
}
