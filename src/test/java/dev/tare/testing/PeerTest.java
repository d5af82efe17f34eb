package dev.tare.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test that needs real programs of others. Where one is absent the test is skipped aloud,
 * or fails when {@code -Dtare.peers.required=true} and the program is one that can be installed
 * everywhere.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("peer")
@ExtendWith(PeerCondition.class)
public @interface PeerTest {
    /** Names of the programs, looked for on the PATH and in the sbin folders. */
    String[] value();
}
