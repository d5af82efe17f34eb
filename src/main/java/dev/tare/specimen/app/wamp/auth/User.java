package dev.tare.specimen.app.wamp.auth;

/**
 * Somebody who can prove an identity.
 *
 * @param authId the name, 1 to {@link Users#MAX_NAME_CHARS} characters
 * @param authRole the role that goes with it
 */
public record User(String authId, String authRole, Credential credential) {
    public User {
        Users.requireName("name of a user", authId);
        Users.requireName("role of " + authId, authRole);
    }

    AuthMethod method() {
        return credential.method();
    }
}
