#include "app/console/console_main.h"

#include <exception>
#include <iostream>

int main(int argc, char **argv) {
    try {
        return wikivault::runConsole(argc, argv);
    } catch (const std::exception &problem) {
        std::cerr << "wikivault ended unexpectedly: " << problem.what() << "\n";
        return 2;
    }
}
