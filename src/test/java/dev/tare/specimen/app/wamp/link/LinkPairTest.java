package dev.tare.specimen.app.wamp.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.app.wamp.message.ProtocolFault;
import dev.tare.specimen.app.wamp.message.WampMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class LinkPairTest {
    private final Queue<Runnable> deferred = new ArrayDeque<>();
    private final Turns turns = new Turns(deferred::add);
    private final List<String> heard = new ArrayList<>();

    /** Writes down what it hears, and answers each message so many times. */
    private final class Echo implements LinkHandler {
        private final String name;
        private final WampLink link;
        private int answers;

        Echo(String name, WampLink link, int answers) {
            this.name = name;
            this.link = link;
            this.answers = answers;
        }

        @Override
        public void onMessage(WampMessage message) {
            heard.add(name + " hears");
            if (answers > 0) {
                answers--;
                link.send(message);
                heard.add(name + " has answered");
            }
        }

        @Override
        public void onFault(ProtocolFault fault) {
            throw new AssertionError(fault);
        }

        @Override
        public void onClosed() {
            heard.add(name + " closed");
        }
    }

    private final List<WampLink> links = new ArrayList<>();

    private LinkAcceptor echo(String name, int answers) {
        return link -> {
            links.add(link);
            return new Echo(name, link, answers);
        };
    }

    @Test
    void nobodyIsCalledWithinACallAndAllIsSaidInOrder() {
        LinkPair.connect(echo("a", 1), echo("b", 2), turns);
        links.get(1).send(new WampMessage.Unsubscribed(1));
        assertThat(heard).isEmpty();
        turns.run();
        assertThat(heard)
                .containsExactly(
                        "a hears", "a has answered", "b hears", "b has answered", "a hears");
    }

    @Test
    void theLoopIsAskedForOneTurnHoweverMuchIsSaid() {
        LinkPair.connect(echo("a", 0), echo("b", 0), turns);
        links.get(0).send(new WampMessage.Unsubscribed(1));
        links.get(1).send(new WampMessage.Unsubscribed(1));
        assertThat(deferred).hasSize(1);
        deferred.remove().run();
        assertThat(heard).containsExactly("b hears", "a hears");
        links.get(0).send(new WampMessage.Unsubscribed(1));
        assertThat(deferred).hasSize(1);
    }

    @Test
    void whatWasSentBeforeTheEndArrivesAndBothAreToldOnce() {
        LinkPair.connect(echo("a", 0), echo("b", 0), turns);
        links.get(0).send(new WampMessage.Unsubscribed(1));
        links.get(0).close();
        links.get(1).close();
        links.get(0).send(new WampMessage.Unsubscribed(1));
        links.get(1).send(new WampMessage.Unsubscribed(1));
        turns.run();
        assertThat(heard).containsExactly("b hears", "b closed", "a closed");
        assertThat(links.get(0).queuedBytes()).isZero();
    }

    @Test
    void socketsGetATurnWhereTwoTalkForEver() {
        LinkPair.connect(echo("a", Integer.MAX_VALUE), echo("b", Integer.MAX_VALUE), turns);
        links.get(0).send(new WampMessage.Unsubscribed(1));
        deferred.remove().run();
        assertThat(heard).hasSize(2 * Turns.MAX_AT_ONCE);
        assertThat(deferred).hasSize(1);
    }
}
