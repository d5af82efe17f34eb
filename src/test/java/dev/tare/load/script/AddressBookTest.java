package dev.tare.load.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

final class AddressBookTest {
    private static InetSocketAddress address(int number) {
        byte[] bytes = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), 80);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void whereTheUrlLeadsIsAnAddressOfItsOwn() {
        AddressBook book = new AddressBook(address(7));

        int lookedUp = book.number(address(7));

        assertThat(lookedUp).isNotEqualTo(AddressBook.OWN);
        assertThat(book.number(address(7))).isEqualTo(lookedUp);
        assertThat(book.text(lookedUp))
                .isEqualTo(book.text(AddressBook.OWN))
                .isEqualTo("10.0.0.7:80");
    }

    @Test
    void noMoreAddressesAreKnownThanTheMost() {
        AddressBook book = new AddressBook(address(0));
        for (int i = 1; i < AddressBook.MAX_ADDRESSES; i++) {
            assertThat(book.number(address(i))).isEqualTo(i);
        }

        assertThatThrownBy(() -> book.number(address(AddressBook.MAX_ADDRESSES)))
                .isInstanceOf(ScriptException.class)
                .hasMessage("the script has looked up more than 100000 addresses");
        assertThat(book.number(address(99_999))).isEqualTo(99_999);
    }
}
