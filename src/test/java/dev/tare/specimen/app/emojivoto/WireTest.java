package dev.tare.specimen.app.emojivoto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WireTest {
    private static final FileDescriptor EMOJI = Interface.emojiFile();
    private static final FileDescriptor VOTING = Interface.votingFile();
    private static final Emoji BEER = new Emoji("🍺", ":beer:");

    private static DynamicMessage emoji(Emoji emoji) {
        Descriptor type = EMOJI.findMessageTypeByName("Emoji");
        return DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName("unicode"), emoji.unicode())
                .setField(type.findFieldByName("shortcode"), emoji.shortcode())
                .build();
    }

    /** As protobuf's own library writes it. */
    private static byte[] list(List<Emoji> all) {
        Descriptor type = EMOJI.findMessageTypeByName("ListAllEmojiResponse");
        DynamicMessage.Builder list = DynamicMessage.newBuilder(type);
        all.forEach(e -> list.addRepeatedField(type.findFieldByName("list"), emoji(e)));
        return list.build().toByteArray();
    }

    private static byte[] results(List<Tally> tallies) {
        Descriptor type = VOTING.findMessageTypeByName("ResultsResponse");
        Descriptor row = VOTING.findMessageTypeByName("VotingResult");
        DynamicMessage.Builder results = DynamicMessage.newBuilder(type);
        tallies.forEach(tally ->
                results.addRepeatedField(
                        type.findFieldByName("results"),
                        DynamicMessage.newBuilder(row)
                                .setField(row.findFieldByName("Shortcode"), tally.shortcode())
                                .setField(row.findFieldByName("Votes"), tally.votes())
                                .build()));
        return results.build().toByteArray();
    }

    @Test
    void messagesAreThoseOfProtobufsOwnLibrary() {
        List<Tally> tallies =
                List.of(
                        new Tally(":beer:", Integer.MAX_VALUE),
                        new Tally(":100:", 300),
                        new Tally(":joy:", 0));
        assertThat(Wire.list(Emoji.LISTED)).isEqualTo(list(Emoji.LISTED));
        assertThat(Wire.found(BEER)).isEqualTo(list(List.of(BEER)));
        assertThat(Wire.results(tallies)).isEqualTo(results(tallies));
        Descriptor wanted = EMOJI.findMessageTypeByName("FindByShortcodeRequest");
        assertThat(Wire.wanted(":beer:"))
                .isEqualTo(
                        DynamicMessage.newBuilder(wanted)
                                .setField(wanted.findFieldByName("Shortcode"), ":beer:")
                                .build()
                                .toByteArray());
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        List<Tally> tallies = List.of(new Tally(":beer:", -1), new Tally("", 0));
        assertThat(Wire.readList(Wire.list(Emoji.LISTED))).isEqualTo(Emoji.LISTED);
        assertThat(Wire.readFound(Wire.found(BEER))).contains(BEER);
        assertThat(Wire.readFound(Wire.EMPTY)).isEqualTo(Optional.empty());
        assertThat(Wire.readResults(Wire.results(tallies))).isEqualTo(tallies);
        assertThat(Wire.readWanted(Wire.wanted("ü"))).isEqualTo("ü");
        assertThat(Wire.wanted("")).isEmpty();
    }

    @Test
    void unknownFieldsArePassedOver() throws IOException {
        byte[] unknown =
                UnknownFieldSet.newBuilder()
                        .addField(
                                7,
                                UnknownFieldSet.Field.newBuilder()
                                        .addVarint(1)
                                        .addFixed64(2)
                                        .build())
                        .build()
                        .toByteArray();
        Wire.readEmpty(unknown);
        assertThat(Wire.readWanted(unknown)).isEmpty();
        assertThat(Wire.readList(unknown)).isEmpty();
        assertThat(Wire.readResults(unknown)).isEmpty();
        assertThat(Wire.readFound(unknown)).isEmpty();
    }

    /** Cut off, of a wire type that there is not, a field 0, and a text that is not UTF-8. */
    @ParameterizedTest
    @ValueSource(strings = {"0a05", "0f", "02", "0a02c328", "0aff"})
    void whatIsNoMessageIsAFault(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatIOException().isThrownBy(() -> Wire.readWanted(bytes));
    }
}
