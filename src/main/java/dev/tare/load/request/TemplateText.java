package dev.tare.load.request;

import dev.tare.io.wire.GrowableBytes;
import java.util.List;

/**
 * A text with holes that are filled from a request's number.
 *
 * <p>Thread-safety: immutable. Allocation: none but for the growth of what it is appended to.
 */
public final class TemplateText {
    private final Piece[] pieces;

    TemplateText(List<Piece> pieces) {
        this.pieces = pieces.toArray(Piece[]::new);
    }

    /**
     * How many bytes the text has in one request.
     *
     * @param sequence the request's number, 0 or more
     */
    public int length(long sequence) {
        int length = 0;
        for (Piece piece : pieces) {
            length += piece.length(sequence);
        }
        return length;
    }

    /** How many bytes the text has in any request at most. */
    public long maxLength() {
        long length = 0;
        for (Piece piece : pieces) {
            length += piece.maxLength();
        }
        return length;
    }

    /**
     * Appends the text as it is in one request.
     *
     * @param sequence the request's number, 0 or more
     */
    public void appendTo(GrowableBytes to, long sequence) {
        for (Piece piece : pieces) {
            piece.appendTo(to, sequence);
        }
    }

    /** Whether it has no holes. */
    public boolean isConstant() {
        for (Piece piece : pieces) {
            if (!(piece instanceof Piece.Literal)) {
                return false;
            }
        }
        return true;
    }

    /** Whether any of its holes is filled from the data's rows. */
    boolean usesRows() {
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Column) {
                return true;
            }
        }
        return false;
    }
}
