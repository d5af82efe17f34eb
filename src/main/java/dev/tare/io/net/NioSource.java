package dev.tare.io.net;

import java.nio.channels.SelectionKey;

/** What a {@link SelectionKey} of a {@link NioEventLoop} is attached to. */
interface NioSource {

    /**
     * The selector found the key ready.
     *
     * @return how many callbacks were made
     */
    int onReady(int readyOps);
}
