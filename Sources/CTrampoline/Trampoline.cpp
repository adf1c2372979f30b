#include "CTrampoline.h"
