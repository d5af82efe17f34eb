package dev.tare.view.cli;

public final class Tare {
    private Tare() {}

    public static void main(String[] args) {
        System.out.println("hi");
    }
}
