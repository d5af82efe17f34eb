package dev.tare.specimen.app.wamp;

import dev.tare.specimen.app.wamp.bridge.BridgeOptions;
import dev.tare.specimen.app.wamp.callee.Arithmetic;
import dev.tare.specimen.app.wamp.router.RouterOptions;
import dev.tare.specimen.app.wamp.transport.LinkOptions;
import java.net.SocketAddress;
import java.util.List;

/**
 * What a {@link WampServer} is besides an HTTP server.
 *
 * @param rawSockets where it listens for RawSockets: TCP, unix sockets, or neither
 * @param realm of the bridge and of the callees in the router
 * @param procedures that callees in the router offer
 */
public record WampOptions(
        RouterOptions router,
        BridgeOptions bridge,
        LinkOptions links,
        List<SocketAddress> rawSockets,
        String realm,
        List<Arithmetic> procedures) {
    public WampOptions {
        rawSockets = List.copyOf(rawSockets);
        procedures = List.copyOf(procedures);
        if (!router.realms().contains(realm)) {
            throw new IllegalArgumentException(
                    "realm %s: the router has no such realm".formatted(realm));
        }
    }

    /** One realm for everybody, WebSockets only, add2 in the router. */
    public static WampOptions standard() {
        return new WampOptions(
                RouterOptions.standard(),
                BridgeOptions.standard(),
                LinkOptions.standard(),
                List.of(),
                RouterOptions.REALM,
                List.of(Arithmetic.ADD2));
    }

    /** The same, for one realm with these rules. */
    public WampOptions withRouter(RouterOptions options, String ofRealm) {
        return new WampOptions(options, bridge, links, rawSockets, ofRealm, procedures);
    }

    /** The same with another bridge. */
    public WampOptions withBridge(BridgeOptions options) {
        return new WampOptions(router, options, links, rawSockets, realm, procedures);
    }

    /** The same, listening for RawSockets. */
    public WampOptions withRawSockets(List<SocketAddress> addresses) {
        return new WampOptions(router, bridge, links, addresses, realm, procedures);
    }

    /** The same with other procedures in the router. */
    public WampOptions withProcedures(List<Arithmetic> offered) {
        return new WampOptions(router, bridge, links, rawSockets, realm, offered);
    }
}
