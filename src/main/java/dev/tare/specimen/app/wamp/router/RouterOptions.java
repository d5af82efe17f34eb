package dev.tare.specimen.app.wamp.router;

import dev.tare.specimen.app.wamp.auth.Users;
import dev.tare.specimen.app.wamp.message.WampUri;
import java.util.Set;

/**
 * How a {@link Router} is to be.
 *
 * @param realms their names, one at least
 * @param users who may come in, to any realm
 */
public record RouterOptions(Set<String> realms, Users users, RouterLimits limits) {
    /** The realm where nothing else is asked for. */
    public static final String REALM = "realm1";

    public RouterOptions {
        realms = Set.copyOf(realms);
        if (realms.isEmpty()) {
            throw new IllegalArgumentException("realms: there must be one");
        }
        for (String realm : realms) {
            if (!WampUri.isExact(realm)) {
                throw new IllegalArgumentException(
                        "realm \"%s\": must be a URI: words parted by dots".formatted(realm));
            }
        }
    }

    /** One realm that everybody may come into. */
    public static RouterOptions standard() {
        return new RouterOptions(Set.of(REALM), Users.anonymous(), RouterLimits.standard());
    }

    /** The same with other realms. */
    public RouterOptions withRealms(Set<String> names) {
        return new RouterOptions(names, users, limits);
    }

    /** The same for other users. */
    public RouterOptions withUsers(Users others) {
        return new RouterOptions(realms, others, limits);
    }

    /** The same with other limits. */
    public RouterOptions withLimits(RouterLimits others) {
        return new RouterOptions(realms, users, others);
    }
}
