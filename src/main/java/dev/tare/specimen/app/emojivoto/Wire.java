package dev.tare.specimen.app.emojivoto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The messages of {@code Emoji.proto} and {@code Voting.proto} as bytes.
 *
 * <p>Unknown fields are passed over; of a field that comes twice the last one counts, and two
 * messages of one field are merged. Readers throw {@link IOException} for what is no such message.
 * Nothing is bounded here: the transport bounds messages.
 *
 * <p>Source: Protocol Buffers, Encoding; proto3's rules for strings and default values.
 */
final class Wire {
    /** A message without fields: VoteRequest, VoteResponse and others. */
    static final byte[] EMPTY = {};

    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int FIRST_BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED | FIRST << 3;
    private static final int SECOND_BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED | SECOND << 3;
    private static final int SECOND_VARINT = WireFormat.WIRETYPE_VARINT | SECOND << 3;

    private Wire() {}

    /** Writes the fields of a message. */
    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return bytes.toByteArray();
    }

    private static void string(CodedOutputStream out, int field, String value) throws IOException {
        if (!value.isEmpty()) {
            out.writeString(field, value);
        }
    }

    private static byte[] emoji(Emoji emoji) {
        return message(out -> {
            string(out, FIRST, emoji.unicode());
            string(out, SECOND, emoji.shortcode());
        });
    }

    private static Emoji readEmoji(CodedInputStream in, Emoji before) throws IOException {
        String unicode = before.unicode();
        String shortcode = before.shortcode();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case FIRST_BYTES -> unicode = in.readStringRequireUtf8();
                case SECOND_BYTES -> shortcode = in.readStringRequireUtf8();
                default -> in.skipField(tag);
            }
        }
        return new Emoji(unicode, shortcode);
    }

    /** Nothing but unknown fields. */
    static void readEmpty(byte[] message) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            in.skipField(tag);
        }
    }

    /** {@code ListAllEmojiResponse}. */
    static byte[] list(List<Emoji> all) {
        return message(out -> {
            for (Emoji emoji : all) {
                out.writeByteArray(FIRST, emoji(emoji));
            }
        });
    }

    /** {@code ListAllEmojiResponse}. */
    static List<Emoji> readList(byte[] message) throws IOException {
        List<Emoji> all = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == FIRST_BYTES) {
                all.add(readEmoji(part(in), new Emoji("", "")));
            } else {
                in.skipField(tag);
            }
        }
        return all;
    }

    private static CodedInputStream part(CodedInputStream in) throws IOException {
        return CodedInputStream.newInstance(in.readByteArray());
    }

    /** {@code FindByShortcodeRequest}. */
    static byte[] wanted(String shortcode) {
        return message(out -> string(out, FIRST, shortcode));
    }

    /** {@code FindByShortcodeRequest}. */
    static String readWanted(byte[] message) throws IOException {
        String shortcode = "";
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == FIRST_BYTES) {
                shortcode = in.readStringRequireUtf8();
            } else {
                in.skipField(tag);
            }
        }
        return shortcode;
    }

    /** {@code FindByShortcodeResponse} of a shortcode that there is. */
    static byte[] found(Emoji emoji) {
        return message(out -> out.writeByteArray(FIRST, emoji(emoji)));
    }

    /** {@code FindByShortcodeResponse}. */
    static Optional<Emoji> readFound(byte[] message) throws IOException {
        Optional<Emoji> found = Optional.empty();
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == FIRST_BYTES) {
                found = Optional.of(readEmoji(part(in), found.orElse(new Emoji("", ""))));
            } else {
                in.skipField(tag);
            }
        }
        return found;
    }

    /** {@code ResultsResponse}. */
    static byte[] results(List<Tally> tallies) {
        return message(out -> {
            for (Tally tally : tallies) {
                out.writeByteArray(FIRST, tally(tally));
            }
        });
    }

    private static byte[] tally(Tally tally) {
        return message(out -> {
            string(out, FIRST, tally.shortcode());
            if (tally.votes() != 0) {
                out.writeInt32(SECOND, tally.votes());
            }
        });
    }

    /** {@code ResultsResponse}. */
    static List<Tally> readResults(byte[] message) throws IOException {
        List<Tally> tallies = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == FIRST_BYTES) {
                tallies.add(readTally(part(in)));
            } else {
                in.skipField(tag);
            }
        }
        return tallies;
    }

    private static Tally readTally(CodedInputStream in) throws IOException {
        String shortcode = "";
        int votes = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case FIRST_BYTES -> shortcode = in.readStringRequireUtf8();
                case SECOND_VARINT -> votes = in.readInt32();
                default -> in.skipField(tag);
            }
        }
        return new Tally(shortcode, votes);
    }
}
