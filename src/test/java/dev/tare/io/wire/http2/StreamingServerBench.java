package dev.tare.io.wire.http2;

/** A server that may be half-closed, and hears all that it can be told. */
final class StreamingServerBench extends ServerBench {
    final HeadFields fields = new HeadFields(arena);

    StreamingServerBench(Http2Options options) {
        super(options.withHalfClosed());
    }

    StreamingServerBench() {
        this(Http2Options.standard());
    }

    @Override
    StreamingServerBench open() {
        super.open();
        return this;
    }

    /** Answers with such a head. */
    boolean answer(int stream, boolean ends, String... lines) {
        return session.answer(stream, FieldLines.fill(fields, lines), ends);
    }

    @Override
    public void onTrailers(int stream, Http2Fields trailers) {
        told.add(stream + " trailers " + FieldLines.of(trailers));
    }

    @Override
    public void onHalfClosed(int stream) {
        told.add(stream + " half-closed");
    }
}
