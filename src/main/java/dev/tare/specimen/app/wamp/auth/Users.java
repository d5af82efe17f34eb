package dev.tare.specimen.app.wamp.auth;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Those who may come in.
 *
 * <p>Thread-safety: immutable.
 */
public final class Users {
    /** The longest name of a user or a role, in characters. */
    public static final int MAX_NAME_CHARS = 256;

    /** The most users. */
    public static final int MAX_USERS = 100_000;

    private static final Set<AuthMethod> NOBODY = EnumSet.noneOf(AuthMethod.class);

    private final Map<String, User> byName = new HashMap<>();
    private final Set<AuthMethod> methods = EnumSet.copyOf(NOBODY);
    private final Optional<String> anonymousRole;

    private Users(Collection<User> users, Optional<String> anonymousRole) {
        this.anonymousRole = anonymousRole;
        if (users.size() > MAX_USERS) {
            throw new IllegalArgumentException(
                    "%d users: at most %d".formatted(users.size(), MAX_USERS));
        }
        if (anonymousRole.isPresent()) {
            methods.add(AuthMethod.ANONYMOUS);
        }
        for (User user : users) {
            methods.add(user.credential().method());
            if (byName.put(user.authId(), user) != null) {
                throw new IllegalArgumentException(
                        "user %s: stands there twice".formatted(user.authId()));
            }
        }
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("no users: nobody could come in");
        }
    }

    /** Everybody may come in without a name, in the role {@code anonymous}. */
    public static Users anonymous() {
        return of(Set.of(), Optional.of("anonymous"));
    }

    /**
     * These users.
     *
     * @param anonymousRole the role of those without a name; empty where they are turned away
     * @throws IllegalArgumentException when nobody could come in, or a name stands there twice
     */
    public static Users of(Collection<User> users, Optional<String> anonymousRole) {
        anonymousRole.ifPresent(role -> requireName("role of the anonymous", role));
        return new Users(users, anonymousRole);
    }

    Optional<User> named(String authId) {
        return Optional.ofNullable(byName.get(authId));
    }

    Optional<String> anonymousRole() {
        return anonymousRole;
    }

    /** By which methods somebody can come in. */
    boolean has(AuthMethod method) {
        return methods.contains(method);
    }

    static void requireName(String what, String name) {
        if (name.isBlank() || name.length() > MAX_NAME_CHARS) {
            throw new IllegalArgumentException(
                    "%s: must be 1 to %d characters".formatted(what, MAX_NAME_CHARS));
        }
    }
}
