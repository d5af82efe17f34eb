package dev.tare.specimen.app.imagehub;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.specimen.planlimit.PlanLimits;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who has signed up, with which plan. Of passwords a salted digest is kept.
 *
 * <p>Thread-safety: any thread.
 */
final class Accounts {
    /** How many may sign up. */
    static final int MAX_ACCOUNTS = 10_000;

    private static final int SALT_BYTES = 16;

    private final Set<String> plans;
    private final byte[] salt = new byte[SALT_BYTES];
    private final Map<String, Account> byName = new HashMap<>(); // guarded by this

    /** The digest in hexadecimal digits. */
    private record Account(String digest, String plan) {}

    /** What became of a wish to sign up. */
    enum SignUp {
        DONE,
        UNFIT_NAME,
        UNKNOWN_PLAN,
        TAKEN,
        FULL
    }

    Accounts(Set<String> plans) {
        this.plans = Set.copyOf(plans);
        new SecureRandom().nextBytes(salt);
    }

    synchronized SignUp signUp(String name, String password, String plan) {
        if (!isName(name)) {
            return SignUp.UNFIT_NAME;
        } else if (!plans.contains(plan)) {
            return SignUp.UNKNOWN_PLAN;
        } else if (byName.containsKey(name)) {
            return SignUp.TAKEN;
        } else if (byName.size() == MAX_ACCOUNTS) {
            return SignUp.FULL;
        }
        byName.put(name, new Account(digest(name, password), plan));
        return SignUp.DONE;
    }

    /** A name that a token can bear. */
    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= PlanLimits.MAX_NAME_BYTES
                && name.strip().equals(name)
                && name.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    /** The plan of who has this password. */
    synchronized Optional<String> plan(String name, String password) {
        Account account = byName.get(name);
        return account != null && isEqual(account.digest(), digest(name, password))
                ? Optional.of(account.plan())
                : Optional.empty();
    }

    /** Changes a plan; returns whether there is such a user, and such a plan. */
    synchronized boolean change(String name, String plan) {
        Account account = byName.get(name);
        if (account == null || !plans.contains(plan)) {
            return false;
        }
        byName.put(name, new Account(account.digest(), plan));
        return true;
    }

    synchronized int size() {
        return byName.size();
    }

    /** In a time that does not tell how nearly. */
    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }

    private String digest(String name, String password) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            sha256.update(name.getBytes(UTF_8));
            sha256.update((byte) 0);
            return HexFormat.of().formatHex(sha256.digest(password.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
