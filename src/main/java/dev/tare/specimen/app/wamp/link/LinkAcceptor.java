package dev.tare.specimen.app.wamp.link;

/** Takes links that peers have opened. */
@FunctionalInterface
public interface LinkAcceptor {
    /**
     * A link is open; messages may be sent at once.
     *
     * @return who is told what comes over it; its calls come on this thread, after this one
     */
    LinkHandler onLink(WampLink link);
}
