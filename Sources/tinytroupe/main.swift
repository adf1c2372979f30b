print("tinytroupe")
