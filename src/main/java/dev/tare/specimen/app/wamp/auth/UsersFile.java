package dev.tare.specimen.app.wamp.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads users from YAML. A fault names file, place and remedy, and never a value, for that can be a
 * secret.
 *
 * <pre>
 * anonymous: visitor            # the role of those without a name; left out, they are turned away
 * users:
 *   - {name: joe, role: frontend, ticket: "..."}
 *   - {name: ann, role: backend, secret: "..."}                              # WAMP-CRA
 *   - {name: eva, role: backend, key: "...", salt: "...", iterations: 1000, keylen: 32}
 * </pre>
 */
public final class UsersFile {
    /** The longest file, bytes. */
    public static final int MAX_BYTES = 16 << 20;

    private static final int STANDARD_ITERATIONS = 1000;
    private static final int STANDARD_KEY_BYTES = 32;
    private static final Set<String> TOP = Set.of("anonymous", "users");
    private static final Set<String> OF_USER =
            Set.of("name", "role", "ticket", "secret", "key", "salt", "iterations", "keylen");
    private static final YAMLMapper YAML =
            YAMLMapper.builder(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .build();

    private final String source;

    private UsersFile(String source) {
        this.source = source;
    }

    /**
     * Reads a file.
     *
     * @throws IOException when it cannot be read, or says something else than users; the message
     *     says where
     */
    public static Users read(Path file) throws IOException {
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException(file + ": longer than " + MAX_BYTES + " bytes");
            }
            text = Files.readString(file);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new IOException(file + ": is not UTF-8", e);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        }
        return parse(text, file.toString());
    }

    /**
     * Reads a document.
     *
     * @param source its name in messages
     * @throws IOException when it says something else than users
     */
    public static Users parse(String text, String source) throws IOException {
        UsersFile file = new UsersFile(source);
        JsonNode tree;
        try {
            tree = YAML.readTree(text);
        } catch (JacksonException e) {
            // Without its message, which would quote the document.
            throw file.fault("line " + e.getLocation().getLineNr(), "is no YAML");
        }
        file.requireKeys("the document", tree, TOP);
        List<User> users = new ArrayList<>();
        JsonNode list = tree.path("users");
        if (!list.isMissingNode() && !list.isArray()) {
            throw file.fault("users", "must be a list");
        }
        for (JsonNode node : list) {
            users.add(file.user("users[" + users.size() + "]", node));
        }
        try {
            return Users.of(users, file.text("the document", tree, "anonymous"));
        } catch (IllegalArgumentException e) {
            throw file.fault("users", String.valueOf(e.getMessage()));
        }
    }

    private User user(String place, JsonNode node) throws IOException {
        requireKeys(place, node, OF_USER);
        String name = required(place, node, "name");
        String role = required(place, node, "role");
        Optional<String> ticket = text(place, node, "ticket");
        Optional<String> secret = text(place, node, "secret");
        Optional<String> key = text(place, node, "key");
        if ((ticket.isPresent() ? 1 : 0) + (secret.isPresent() ? 1 : 0) + (key.isPresent() ? 1 : 0)
                != 1) {
            throw fault(place, "must have one of ticket, secret and key");
        }
        try {
            if (key.isPresent()) {
                return new User(name, role, saltedKey(place, node, key.get()));
            }
            return new User(
                    name,
                    role,
                    ticket.isPresent()
                            ? new Credential.Ticket(ticket.get())
                            : new Credential.SharedSecret(secret.orElseThrow()));
        } catch (IllegalArgumentException e) {
            throw fault(place, String.valueOf(e.getMessage()));
        }
    }

    private Credential saltedKey(String place, JsonNode node, String key) throws IOException {
        WampCra.Derivation derivation =
                new WampCra.Derivation(
                        required(place, node, "salt"),
                        count(place, node, "iterations", STANDARD_ITERATIONS),
                        count(place, node, "keylen", STANDARD_KEY_BYTES));
        int bytes;
        try {
            bytes = Base64.getDecoder().decode(key).length;
        } catch (IllegalArgumentException _) {
            throw fault(place, "key must be Base64");
        }
        if (bytes != derivation.keyBytes()) {
            throw fault(
                    place,
                    "key has %d bytes, keylen says %d".formatted(bytes, derivation.keyBytes()));
        }
        return new Credential.SaltedKey(key, derivation);
    }

    private void requireKeys(String place, JsonNode node, Set<String> known) throws IOException {
        if (!node.isObject()) {
            throw fault(place, "must be a map");
        }
        for (String key : node.propertyNames()) {
            if (!known.contains(key)) {
                throw fault(place, "has the unknown key " + key + "; known are " + sorted(known));
            }
        }
    }

    private static String sorted(Set<String> words) {
        return String.join(", ", words.stream().sorted().toList());
    }

    private String required(String place, JsonNode node, String key) throws IOException {
        return text(place, node, key).orElseThrow(() -> fault(place, key + " is missing"));
    }

    private Optional<String> text(String place, JsonNode node, String key) throws IOException {
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isString() || value.stringValue().isEmpty()) {
            throw fault(place, key + " must be text; put it in quotes");
        }
        return Optional.of(value.stringValue());
    }

    private int count(String place, JsonNode node, String key, int otherwise) throws IOException {
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isInt()) {
            throw fault(place, key + " must be a number");
        }
        return value.intValue();
    }

    private IOException fault(String place, String what) {
        return new IOException("%s: %s: %s".formatted(source, place, what));
    }
}
