package dev.tare.specimen.app.wamp.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UsersFileTest {
    private static final String KEY =
            WampCra.deriveKey("pw", new WampCra.Derivation("pepper", 9, 16));

    @Test
    void allKindsOfUsersAreRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("users.yaml");
        Files.writeString(
                file,
                """
                anonymous: visitor
                users:
                  - {name: joe, role: front, ticket: "t1"}
                  - {name: ann, role: back, secret: "s1"}
                  - {name: eva, role: back, key: "%s", salt: pepper, iterations: 9, keylen: 16}
                """
                        .formatted(KEY));
        Users users = UsersFile.read(file);
        assertThat(users.anonymousRole()).contains("visitor");
        assertThat(users.named("joe"))
                .contains(new User("joe", "front", new Credential.Ticket("t1")));
        assertThat(users.named("ann"))
                .contains(new User("ann", "back", new Credential.SharedSecret("s1")));
        assertThat(users.named("eva"))
                .contains(
                        new User(
                                "eva",
                                "back",
                                new Credential.SaltedKey(
                                        KEY, new WampCra.Derivation("pepper", 9, 16))));
        assertThat(users.named("nobody")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    [1]              | the document: must be a map
                    {}               | users: no users: nobody could come in
                    {user: []}       | has the unknown key user; known are anonymous, users
                    {users: {}}      | users: must be a list
                    {users: [5]}     | users[0]: must be a map
                    {users: 1, users: 2} | line 1: is no YAML
                    {users: [        | is no YAML
                    """)
    void whatIsWrongIsNamedWithItsPlace(String text, String fault) {
        assertThatIOException()
                .isThrownBy(() -> UsersFile.parse(text, "users.yaml"))
                .withMessageStartingWith("users.yaml: ")
                .withMessageContaining(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    role: r, ticket: t                  | name is missing
                    name: n, ticket: t                  | role is missing
                    name: n, role: r                    | must have one of ticket, secret and key
                    name: n, role: r, ticket: t, key: k | must have one of ticket, secret and key
                    name: n, role: r, ticket: 12345     | ticket must be text; put it in quotes
                    name: n, role: r, ticket: ""        | ticket must be text; put it in quotes
                    name: " ", role: r, ticket: t       | name of a user: must be 1 to 256 chara
                    name: n, role: " ", ticket: t       | role of n: must be 1 to 256 characters
                    name: n, role: r, key: "?", salt: s | key must be Base64
                    name: n, role: r, key: "AAAA"       | salt is missing
                    name: n, role: r, key: "AAAA", salt: s | key has 3 bytes, keylen says 32
                    name: n, role: r, key: "AAAA", salt: s, keylen: x   | keylen must be a number
                    name: n, role: r, key: "AAAA", salt: s, keylen: 257 | 257 must be 1 to 256
                    """)
    void whatIsWrongWithAUserIsNamed(String user, String fault) {
        assertThatIOException()
                .isThrownBy(() -> UsersFile.parse("{users: [{" + user + "}]}", "users.yaml"))
                .withMessageStartingWith("users.yaml: users[0]: ")
                .withMessageContaining(fault);
    }

    @Test
    void aNameStandsThereOnce() {
        String twice = "{users: [{name: n, role: r, ticket: t}, {name: n, role: s, ticket: u}]}";
        assertThatIOException()
                .isThrownBy(() -> UsersFile.parse(twice, "users.yaml"))
                .withMessage("users.yaml: users: user n: stands there twice");
    }

    @Test
    void noSecretStandsInAFault() {
        assertThatIOException()
                .isThrownBy(() -> UsersFile.parse("{users: [{ticket: hidden, ticket: hidden", "u"))
                .satisfies(fault -> assertThat(fault.toString()).doesNotContain("hidden"));
    }

    @Test
    void aFileThatIsNotThereIsNamed(@TempDir Path folder) {
        assertThatIOException()
                .isThrownBy(() -> UsersFile.read(folder.resolve("no.yaml")))
                .withMessageEndingWith("no.yaml: there is no such file");
    }
}
